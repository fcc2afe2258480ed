import { hearTime } from '../state/clock.ts';

/** Why something could not be done: a problem (RFC 9457), or the service out of reach. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string | null;
  /** A refusal's reason, where it is one. */
  readonly reason: string | null;
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Called whenever the service says that nobody is signed in. */
let onSignedOut: () => void = () => undefined;
export const whenSignedOut = (run: () => void): void => {
  onSignedOut = run;
};

/**
 * One request to the service, with the session's cookie.
 * @throws ProblemError where the service refuses, or cannot be reached.
 */
export const send = async (path: string, { method = 'GET', body, headers, signal }: Ask = {}): Promise<Response> => {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new ProblemError({ status: 0, title: 'unreachable', detail: null, reason: 'unreachable' });
  });
  hearTime(response.headers.get('date'));
  if (response.ok) return response;
  if (response.status === 401) onSignedOut();
  throw new ProblemError(await problemIn(response));
};

/** The JSON that a request is answered with. The service's own schemas vouch for its shape. */
export const ask = async <Answer>(path: string, how: Ask = {}): Promise<Answer> => {
  const response = await send(path, how);
  return (response.status === 204 ? null : await response.json()) as Answer;
};

const problemIn = async (response: Response): Promise<Problem> => {
  const said: unknown = await response.json().catch(() => null);
  const text = (name: string): string | null => {
    const value = typeof said === 'object' && said !== null ? (said as Record<string, unknown>)[name] : null;
    return typeof value === 'string' ? value : null;
  };
  return {
    status: response.status,
    title: text('title') ?? response.statusText,
    detail: text('detail'),
    reason: text('reason'),
  };
};
