import { createHash } from 'node:crypto';
import type { Receipt } from '@legwork/core';
import type { Context } from 'hono';
import type { Env, Service } from '../service.ts';
import type { Operation } from '../store/store.ts';
import { headerOf } from './header.ts';
import { invalid, problem } from './problem.ts';

const DAY_MS = 86_400_000;
const keys = /^[\x21-\x7E]{1,255}$/;

/** The receipt of a request that carries an `Idempotency-Key`: the caller's, for this method and path. Null where it carries none. */
export const receiptOf = (c: Context<Env>): Receipt | null => {
  const key = headerOf(c, 'idempotency-key');
  if (key === undefined) return null;
  if (!keys.test(key)) {
    throw invalid([{ pointer: 'idempotency-key', detail: '1 to 255 visible ASCII characters' }]);
  }
  const { method } = c.req;
  const url = new URL(c.req.url);
  return {
    scope: `${c.get('principal').id} ${method} ${url.pathname}`,
    key,
    fingerprint: createHash('sha256').update(url.search).update('\n').update(c.get('body')).digest('base64url'),
  };
};

/**
 * What became of the same request when it was made before, within a day; null where it was not, or where it failed for reasons of ours.
 * Another request under the same key is a problem.
 */
export const before = async ({ store, runtime }: Service, receipt: Receipt): Promise<Operation | null> => {
  const kept = await store.receipt(receipt.scope, receipt.key);
  if (kept === null || runtime.now() - kept.at >= DAY_MS) return null;
  if (kept.fingerprint !== receipt.fingerprint) throw problem('keyReused');
  const operation = await store.operation(kept.command);
  return operation?.refusal?.reason === 'unconfirmed' ? null : operation;
};

/** Requests that are being answered: the same one again has to wait. */
export const createInFlight = () => {
  const open = new Set<string>();
  return {
    /** How to leave again. @throws ProblemError where the same request is being answered. */
    enter: ({ scope, key }: Receipt): (() => void) => {
      const name = `${scope} ${key}`;
      if (open.has(name)) throw problem('inFlight', {}, { 'Retry-After': '1' });
      open.add(name);
      return () => void open.delete(name);
    },
  };
};
export type InFlight = ReturnType<typeof createInFlight>;
