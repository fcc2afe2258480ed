import { hearTime } from '../state/clock.ts';

/** Why something could not be done: a problem (RFC 9457), or the service out of reach. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string | null;
  /** A refusal's reason, where it is one. */
  readonly reason: string | null;
  /** What is wrong in the request, one by one. */
  readonly errors: readonly string[];
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/** The service did not answer. */
export const unreachable = (): ProblemError =>
  new ProblemError({ status: 0, title: 'unreachable', detail: null, reason: 'unreachable', errors: [] });

/** Called whenever the service says that nobody is signed in. */
let onSignedOut: () => void = () => undefined;
export const whenSignedOut = (run: () => void): void => {
  onSignedOut = run;
};

/**
 * One request to the service, with the session's cookie.
 * @throws ProblemError where the service refuses, or cannot be reached.
 */
export const send: typeof fetch = async (input, init) => {
  const response = await fetch(input, { credentials: 'same-origin', ...init }).catch((error: unknown) => {
    if (init?.signal?.aborted === true) throw error;
    throw unreachable();
  });
  hearTime(response.headers.get('date'));
  if (response.ok) return response;
  if (response.status === 401) onSignedOut();
  throw new ProblemError(await problemIn(response));
};

const problemIn = async (response: Response): Promise<Problem> => {
  const said = membersOf(await response.json().catch(() => null));
  return {
    status: response.status,
    title: textIn(said, 'title') ?? response.statusText,
    detail: textIn(said, 'detail'),
    reason: textIn(said, 'reason'),
    errors: Array.isArray(said['errors'])
      ? said['errors'].flatMap((one: unknown) => textIn(membersOf(one), 'detail') ?? [])
      : [],
  };
};

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const textIn = (members: Readonly<Record<string, unknown>>, name: string): string | null => {
  const value = members[name];
  return typeof value === 'string' ? value : null;
};
