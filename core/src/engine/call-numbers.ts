import { asId, type CallId, type LegId, type NativeId } from '../vocabulary/index.ts';

/** The numbers that the ids of calls and of their legs are made of. */

export const idOfCall = (number: number): CallId => asId<CallId>(`c${number}`);

/** Of `c7` the 7; -1 for what is no call's id. */
export const callNumberOf = (id: CallId): number => numberIn(id, id.length);

/** Of `c7.2` the 7, of whose call the leg is; -1 for what is no id of a call's leg. */
export const callNumberOfLeg = (id: LegId | NativeId): number => numberIn(id, id.indexOf('.'));

/** The number between the `c` and an end, written as we write numbers. */
const numberIn = (id: string, end: number): number => {
  if (!id.startsWith('c') || end < 2 || end > MOST_DIGITS || id.charCodeAt(1) === ZERO) return -1;
  let number = 0;
  for (let at = 1; at < end; at += 1) {
    const digit = id.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    number = 10 * number + digit;
  }
  return number;
};
const ZERO = 48;
/** All numbers of so many are exact. */
const MOST_DIGITS = 15;
