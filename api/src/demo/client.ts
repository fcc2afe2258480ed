/** What an API asked for by a program looks like from outside: paths and JSON. */
export interface Client {
  get(path: string): Promise<Reply>;
  /** Asks for something, and waits up to ten seconds for what becomes of it. */
  ask(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Reply>;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly tookMs: number;
}

export const connect = (url: string, key: string): Client => {
  const send = async (path: string, init: RequestInit): Promise<Reply> => {
    const startedMs = performance.now();
    const response = await fetch(`${url}/v1${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      body: text === '' ? null : (JSON.parse(text) as unknown),
      tookMs: performance.now() - startedMs,
    };
  };
  const authorization = `Bearer ${key}`;
  return {
    get: (path) => send(path, { headers: { authorization } }),
    ask: (method, path, body) =>
      send(path, {
        method,
        headers: {
          authorization,
          prefer: 'wait=10',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
};
