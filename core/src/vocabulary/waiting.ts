import type { CallState } from './facts.ts';

/**
 * Waiting, as queues' figures, their thresholds, metrics and consoles count it. A wait begins when the call is put into a queue (`call.queued`) and does not
 * wait already. It goes on while an agent is rung or connected, where nobody answers, and on the way to another queue; it ends when somebody talks
 * with the customer, when the call is parked, and when it ends.
 *
 * - waiting(queue, t) = number of calls, last put into that queue, whose wait goes on at t
 * - longestWaitMs(queue, t) = the greatest t − beginning of the wait among them; 0 where there are none
 */
export const endsWaiting = (state: CallState): boolean =>
  state === 'talking' || state === 'parked' || state === 'closing' || state === 'closed';
