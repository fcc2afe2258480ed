import { hc } from 'hono/client';
import type { App } from '../app.ts';

export interface ClientOptions {
  /** An API key, or a token of the identity provider. A browser with a session needs none. */
  readonly token?: string;
  /** Instead of the global one. */
  readonly fetch?: typeof fetch;
}

/** The API with its types: `client.v1.calls[':id'].supervisions.$post({ param, json })`. */
export const createClient = (baseUrl: string, { token, fetch }: ClientOptions = {}) =>
  hc<App>(baseUrl, {
    ...(token !== undefined && { headers: { Authorization: `Bearer ${token}` } }),
    ...(fetch !== undefined && { fetch }),
  });
