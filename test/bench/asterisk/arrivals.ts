import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { credentials } from '../../pbx/asterisk/settings.ts';

export const authorization = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;

/** Somebody who talks for as long as they are let calls 1900, which an application has. By other means than either side, which both then bear. */
export async function arrive(http: number, application: string, caller: string): Promise<void> {
  const query = new URLSearchParams({
    endpoint: 'Local/1900@beside/n',
    extension: 'talk',
    context: 'phones',
    priority: '1',
    callerId: `<${caller}>`,
  });
  const url = `http://127.0.0.1:${http}/ari/channels?${query.toString()}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify({ variables: { __APPLICATION: application } });
  const reply = await fetch(url, { method: 'POST', headers, body });
  await reply.text();
}

/** Resolves when Asterisk has none of them. */
export async function areGone(http: number, what: 'channels' | 'bridges'): Promise<void> {
  for (;;) {
    const reply = await fetch(`http://127.0.0.1:${http}/ari/${what}`, { headers: { authorization } });
    if (((await reply.json()) as readonly unknown[]).length === 0) return;
  }
}

/** From now on an application gets events of these types, and no others. */
export async function letHear(http: number, application: string, types: readonly string[]): Promise<void> {
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify({ allowed: types.map((type) => ({ type })) });
  const url = `http://127.0.0.1:${http}/ari/applications/${application}/eventFilter`;
  const reply = await fetch(url, { method: 'PUT', headers, body });
  await reply.text();
}

interface Sent {
  readonly request: Pick<ClientRequest, 'method' | 'path'>;
}

/** What is asked, by kind, over `node:http` as well as over undici: names left out. */
export function countRequests(): { readonly taken: () => ReadonlyMap<string, number> } {
  let counts = new Map<string, number>();
  for (const channel of ['http.client.request.start', 'undici:request:create'])
    subscribe(channel, (message) => {
      const { request } = message as Sent;
      const [path = ''] = request.path.split('?');
      const kind = `${request.method} ${path.replace(/^\/ari\/(\w+)\/[^/]+/, '/$1/*')}`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    });
  return {
    taken() {
      const taken = counts;
      counts = new Map();
      return taken;
    },
  };
}

/** So many calls, never more than so many at once; how long each was set up, how long all of it took, and the processor time of this process. */
export interface Turn {
  readonly setUpMs: readonly number[];
  readonly tookMs: number;
  readonly busyMs: number;
}

/** One side: a call that has arrived is set up, and ended as soon as both hear each other. */
export interface Side {
  /** Begins a call; is told when it is set up, and when nothing of it is left. */
  call(n: number, setUp: () => void): Promise<void>;
  close(): Promise<void>;
}

export async function takeTurn(side: Side, first: number, calls: number, atOnce: number): Promise<Turn> {
  const setUpMs: number[] = [];
  const began = performance.now();
  const before = process.cpuUsage();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < calls) {
      const n = first + next;
      next += 1;
      const arrived = performance.now();
      await side.call(n, () => void setUpMs.push(performance.now() - arrived));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const { user, system } = process.cpuUsage(before);
  return { setUpMs, tookMs: performance.now() - began, busyMs: (user + system) / 1000 };
}
