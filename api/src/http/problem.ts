import type { CommandType, Refusal } from '@legwork/core';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** What is wrong with one field of a request. */
export interface FieldProblem {
  /** Where, as a JSON Pointer (RFC 6901) into the body, or the name of a parameter. */
  readonly pointer: string;
  readonly detail: string;
}

/** Everything but refusals that a request can meet. */
export type HttpReason =
  | 'badRequest'
  | 'unauthenticated'
  | 'notFound'
  | 'methodNotAllowed'
  | 'notAcceptable'
  | 'timeout'
  | 'inFlight'
  | 'gone'
  | 'tooLarge'
  | 'unsupportedMediaType'
  | 'keyReused'
  | 'upgradeRequired'
  | 'tooMany'
  | 'internal'
  | 'unavailable';

/** RFC 9457. `reason` says in one word what `type` says as a URI. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: ContentfulStatusCode;
  readonly detail?: string;
  readonly reason: HttpReason | Refusal['reason'];
  readonly errors?: readonly FieldProblem[];
  /** What can be asked for instead. */
  readonly allowed?: readonly CommandType[] | string;
  readonly operationId?: string;
  /** What a refusal says beyond its reason. */
  readonly field?: string;
  readonly with?: string;
  readonly expected?: string;
  readonly capability?: string;
}

/** Thrown by handlers, answered by `createOnError`: the one way in which a request fails. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.title);
    this.problem = problem;
    this.headers = headers;
  }
}

const titles: Readonly<Record<HttpReason, readonly [ContentfulStatusCode, string]>> = {
  badRequest: [400, 'The request cannot be read'],
  unauthenticated: [401, 'Who asks is not known'],
  notFound: [404, 'There is nothing here'],
  methodNotAllowed: [405, 'This cannot be done with it'],
  notAcceptable: [406, 'It cannot be given in that form'],
  timeout: [408, 'The request took too long'],
  inFlight: [409, 'The same request is still being answered'],
  gone: [410, 'It is not kept any more'],
  tooLarge: [413, 'The request is too large'],
  unsupportedMediaType: [415, 'The body has to be application/json'],
  keyReused: [422, 'The idempotency key belongs to another request'],
  upgradeRequired: [426, 'This is opened as a WebSocket'],
  tooMany: [429, 'Too many requests'],
  internal: [500, 'Something went wrong here'],
  unavailable: [503, 'Not now'],
};

type Extra = Omit<Problem, 'type' | 'title' | 'status' | 'reason'>;

export const problem = (
  reason: HttpReason,
  extra: Extra = {},
  headers: Readonly<Record<string, string>> = {},
): ProblemError => {
  const [status, title] = titles[reason];
  return new ProblemError({ type: typeOf(reason), title, status, reason, ...extra }, headers);
};

/** Fields that are wrong: the same as a command that the engine finds malformed. */
export const invalid = (errors: readonly FieldProblem[]): ProblemError =>
  new ProblemError({ type: typeOf('invalid'), title: refusals.invalid[1], status: 422, reason: 'invalid', errors });

const refusals: Readonly<Record<Refusal['reason'], readonly [ContentfulStatusCode, string]>> = {
  invalid: [422, 'Something in the request is wrong'],
  noSuchCall: [404, 'There is no such call'],
  noSuchLeg: [404, 'There is no such leg'],
  noSuchSeat: [404, 'There is no such supervision'],
  noSuchAgent: [404, 'There is no such agent'],
  noSuchSupervisor: [404, 'There is no such supervisor'],
  noSuchQueue: [404, 'There is no such queue'],
  notNow: [409, 'Not in this state'],
  conflict: [409, 'Something else is under way'],
  stale: [409, 'Somebody else is there by now'],
  alreadySo: [409, 'It is so already'],
  notHeld: [409, 'The call is not held'],
  noAgent: [409, 'There is no agent'],
  agentUnavailable: [409, 'The agent is not free'],
  supervisorBusy: [409, 'The supervisor is on another call'],
  ownCall: [409, 'The supervisor talks on that call'],
  full: [409, 'There is no room for another'],
  notOurs: [409, 'The call has not been claimed'],
  unconfirmed: [503, 'The switch is out of reach'],
  unsupported: [422, 'The switch cannot do that'],
  forbidden: [403, 'That is not allowed'],
};

/** A refusal as a problem: with what is allowed instead, and the operation under which it was audited. */
export const refused = (
  refusal: Refusal,
  more: Pick<Extra, 'detail' | 'operationId'> & { readonly allowed?: readonly CommandType[] } = {},
  headers: Readonly<Record<string, string>> = {},
): ProblemError => {
  const { reason, ...told } = refusal;
  const [status, title] = refusals[reason];
  const { allowed = [], ...extra } = more;
  const instead = allowed.length > 0 ? { allowed } : {};
  const retry = status === 503 ? { 'Retry-After': '5' } : {};
  return new ProblemError(
    { type: typeOf(reason), title, status, reason, ...instead, ...told, ...extra },
    { ...headers, ...retry },
  );
};

const typeOf = (reason: Problem['reason']): string => `urn:legwork:problem:${reason}`;
