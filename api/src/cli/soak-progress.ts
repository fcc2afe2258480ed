import type { WriteStream } from 'node:tty';
import type { SoakTally } from '@legwork/sim/soak';
import { createScreen } from './screen.ts';

/** Shows how far soaking is. */
export interface SoakProgress {
  /** To be called after each world. */
  show(tally: SoakTally, ms: number): void;
  /** What is done meanwhile. */
  note(line: string): void;
  end(): void;
}

type Out = Pick<WriteStream, 'write' | 'isTTY' | 'columns' | 'rows'>;

const TENTHS = 10;
const BAR = 40;

/** On a terminal a bar that is drawn in place; elsewhere a line for each tenth. */
export function showSoakProgress(worlds: number, out: Out): SoakProgress {
  if (out.isTTY) {
    const screen = createScreen(out);
    let latest: readonly string[] = [];
    return {
      // As many lines each time: the next picture covers what was noted.
      show: (tally, ms) => screen.draw([...(latest = picture(tally, worlds, ms)), '']),
      note: (line) => screen.draw([...latest, line]),
      end: () => screen.end(),
    };
  }
  let shown = 0;
  return {
    show(tally, ms) {
      const tenth = Math.floor((tally.worlds / worlds) * TENTHS);
      if (tenth === shown) return;
      shown = tenth;
      out.write(`${counts(tally, worlds, ms)}\n`);
    },
    note: (line) => void out.write(`${line}\n`),
    end: () => undefined,
  };
}

function picture(tally: SoakTally, worlds: number, ms: number): readonly string[] {
  const share = tally.worlds / worlds;
  const filled = Math.round(share * BAR);
  return [
    `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${Math.round(share * 100)} %`,
    counts(tally, worlds, ms),
    `${struckIn(tally)} strikes of ${Object.values(tally.faults).filter((count) => count > 0).length} faults; violations: ${tally.violations}`,
  ];
}

const counts = ({ worlds, calls, events }: SoakTally, all: number, ms: number): string =>
  `${worlds} of ${all} worlds, ${calls} calls, ${events} events, ${Math.round(events / (ms / 1_000))} a second`;

const struckIn = ({ faults }: SoakTally): number => Object.values(faults).reduce((sum, count) => sum + count, 0);
