import type { LegId } from '../vocabulary/index.ts';
import type { Hearing } from './hears.ts';

/**
 * The relation as text: a line for each listener, a column for each speaker in the same order, `●` where the listener
 * hears the speaker, `·` where not, a blank for oneself.
 */
export function matrixOf(ears: readonly { readonly leg: LegId }[], hearing: Hearing): string {
  const legs = ears.map((ear) => ear.leg);
  const titleWidth = Math.max(0, ...legs.map((leg) => leg.length));
  const line = (title: string, cells: readonly string[]): string =>
    [title.padEnd(titleWidth), ...cells].join('  ').trimEnd();
  const cell = (listener: LegId, speaker: LegId): string => {
    if (listener === speaker) return ' '.repeat(speaker.length);
    return (hearing(listener, speaker) ? '●' : '·').padEnd(speaker.length);
  };
  const lines = legs.map((listener) => {
    const cells = legs.map((speaker) => cell(listener, speaker));
    return line(listener, cells);
  });
  return [line('', legs), ...lines].join('\n');
}
