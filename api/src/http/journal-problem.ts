import type { JournalFault, JournalTrouble } from '@legwork/core/runtime';
import { problem, type ProblemError } from './problem.ts';

/** A journal that cannot do what a request needs, as a problem: nothing has come of the request, and it may be made again. */
export const journalProblem = ({ trouble }: JournalFault): ProblemError =>
  problem(
    'unavailable',
    { detail: details[trouble] ?? 'The journal cannot be used: nothing can be made durable.' },
    retry,
  );

const retry = { 'Retry-After': '5' };

/** What the journal says beyond this is for the log: it names files. */
const details: Readonly<Partial<Record<JournalTrouble, string>>> = {
  busy: 'More is asked for than is done.',
  closed: 'The service is closing.',
};
