import { inParts } from '../engine/index.ts';
import type { LiveList } from '../live/index.ts';
import type { Checkpoint, Clock, Unperformed } from '../ports/index.ts';
import { writeConfig } from './configuration.ts';
import type { Course } from './course.ts';
import type { Settled } from './runtime.ts';

/** A checkpoint whose parts are still to be written. */
export type Described = Omit<Checkpoint, 'engine' | 'live' | 'unperformed'> & { readonly engine: Iterable<string> };

/** A checkpoint writes down every call that is live: beyond so many it comes later in proportion, and costs each input the same. */
const USUAL_CALLS = 2_500;

/** Checkpoints: taken of an engine as it stands, and kept when the journal holds what led there. */
export interface Checkpoints {
  /** Enough has come since the last, and that one is written. */
  isDue(course: Course): boolean;
  describe(course: Course): Described;
  /**
   * Writes down what was described, a little in each turn of the event loop: calls go on meanwhile. One that cannot be kept is told of, and does
   * no harm: the one before it and what came since will do.
   */
  keep(described: Described, live: LiveList, unperformed: readonly Unperformed[]): void;
  /** Resolves when the last one is kept, or could not be. */
  settled(): Promise<void>;
}

/** @param keptSeq the last entry that the latest checkpoint contains. */
export const createCheckpoints = (
  { config, clock, journal, checkpointEvery, notice }: Settled,
  keptSeq: number,
): Checkpoints => {
  const written = writeConfig(config);
  let kept = keptSeq;
  let saving: Promise<void> = Promise.resolve();
  let isSaving = false;

  const save = async (
    { engine, ...described }: Described,
    live: Iterable<string>,
    unperformed: readonly Unperformed[],
  ) => {
    const whole = await gathered(engine, clock);
    await journal.save({ ...described, engine: whole, live: await gathered(live, clock), unperformed });
    return whole.length;
  };

  return {
    isDue: ({ seq, engine }) =>
      !isSaving && seq - kept >= checkpointEvery * Math.max(1, engine.state.calls.size / USUAL_CALLS),
    describe: ({ seq, at, published, behaviour, engine, timers }) => {
      kept = seq;
      const parts = engine.snapshotInParts();
      return { seq, at, published, behaviour, config: written, engine: parts, timers: [...timers] };
    },
    keep: (described, live, unperformed) => {
      isSaving = true;
      saving = save(described, inParts({ ...live.snapshot() }), unperformed)
        .then(
          (bytes) => notice({ type: 'checkpoint', seq: described.seq, bytes }),
          (fault: unknown) => notice({ type: 'checkpoint.failed', fault }),
        )
        .finally(() => {
          isSaving = false;
        });
    },
    settled: () => saving,
  };
};

const gathered = async (parts: Iterable<string>, clock: Clock): Promise<string> => {
  let text = '';
  for (const part of parts) {
    text += part;
    await new Promise<void>((resolve) => clock.soon(resolve));
  }
  return text;
};
