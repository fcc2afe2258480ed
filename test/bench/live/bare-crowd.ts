import { createCalendar } from '@legwork/sim';
import { talkMsOf } from './crowd.ts';

/** The same turn-over without call logic: a number comes out of a heap, its record is touched from end to end, and a number goes in. */
export interface BareCrowd {
  turnOver(): void;
}

const lineBytes = 64;

/** Records of that many bytes, rounded up to lines of the processor's cache. */
export const gatherBare = (calls: number, recordBytes: number): BareCrowd => {
  const lines = Math.max(1, Math.ceil(recordBytes / lineBytes));
  const words = (lines * lineBytes) / Float64Array.BYTES_PER_ELEMENT;
  const records = new Float64Array(calls * words);
  // Memory that was never written to does not exist yet.
  records.fill(1);
  const calendar = createCalendar<number>({ capacity: Math.max(256, calls) });
  let callers = calls;
  let at = 0;
  for (let slot = 0; slot < calls; slot += 1) calendar.schedule(talkMsOf(slot), slot);
  return {
    turnOver: () => {
      at = calendar.peekTime();
      const slot = calendar.next() ?? 0;
      const first = slot * words;
      for (let line = 0; line < lines; line += 1) {
        const word = first + line * 8;
        records[word] = (records[word] as number) + 1;
      }
      calendar.schedule(at + talkMsOf(callers), slot);
      callers += 1;
    },
  };
};
