import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { credentials } from '../../pbx/asterisk/settings.ts';

export const authorization = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;

/** Somebody who talks for as long as they are let calls an extension. By other means than either side, which both then bear. */
export async function arrive(http: number, extension: string, caller: string): Promise<void> {
  const query = new URLSearchParams({
    endpoint: `Local/${extension}@phones/n`,
    extension: 'talk',
    context: 'phones',
    priority: '1',
    callerId: `<${caller}>`,
  });
  const url = `http://127.0.0.1:${http}/ari/channels?${query.toString()}`;
  const reply = await fetch(url, { method: 'POST', headers: { authorization } });
  await reply.text();
}

/** What `node:http` sends, by kind: names left out. */
export function countRequests(): { readonly taken: () => ReadonlyMap<string, number> } {
  let counts = new Map<string, number>();
  subscribe('http.client.request.start', (message) => {
    const { request } = message as { readonly request: ClientRequest };
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

/** So many calls, never more than so many at once; how long each was set up, in ms, and how long all of it took. */
export interface Turn {
  readonly setUpMs: readonly number[];
  readonly tookMs: number;
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
  return { setUpMs, tookMs: performance.now() - began };
}
