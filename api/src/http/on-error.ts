import { JournalFault } from '@legwork/core/runtime';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import type { Env } from '../service.ts';
import { journalProblem } from './journal-problem.ts';
import { problem, ProblemError } from './problem.ts';
import { replyOf } from './written.ts';

/**
 * Every failure leaves as problem+json. What nobody foresaw is logged, and told to the caller as no more than that; what was thrown as a problem was foreseen,
 * and why it is so is logged where it is found: once, and not for each who asks meanwhile.
 */
export const createOnError =
  (log: Logger) =>
  (thrown: unknown, c: Context<Env>): Response => {
    const error = problemOf(thrown);
    if (error.problem.status >= 500 && thrown !== error) tell(log, thrown, c);
    return respond(error, c);
  };

export const respond = ({ problem, headers }: ProblemError, c: Context<Env>): Response =>
  replyOf(c, JSON.stringify(problem), problem.status, 'application/problem+json', headers);

/** Under load each request is told the same: once for each will do, without where in the code that was. */
const tell = (log: Logger, thrown: unknown, c: Context<Env>): void => {
  const requestId = c.get('requestId');
  const path = c.req.routePath;
  if (thrown instanceof JournalFault) {
    log.warn({ requestId, trouble: thrown.trouble, path }, `request failed: ${thrown.message}`);
  } else log.error({ requestId, err: thrown, path }, 'request failed');
};

const problemOf = (thrown: unknown): ProblemError => {
  if (thrown instanceof ProblemError) return thrown;
  if (thrown instanceof JournalFault) return journalProblem(thrown);
  if (!(thrown instanceof HTTPException)) return problem('internal');
  if (thrown.status === 400) return problem('badRequest', { detail: 'The body is not well-formed JSON.' });
  if (thrown.status === 413) return problem('tooLarge');
  return thrown.status === 415 ? problem('unsupportedMediaType') : problem('internal');
};
