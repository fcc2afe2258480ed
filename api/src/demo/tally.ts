/** The supervisor's actions, as the seed of Legwork names them, and the whisper. */
export const actions = ['monitor', 'whisper', 'barge', 'takeover', 'transfer', 'stop'] as const;
export type Action = (typeof actions)[number];

/** What became of one action each time it was asked for. */
export interface Fates {
  asked: number;
  done: number;
  refused: number;
  /** Failed, cancelled, timed out, or overtaken by the end of the call. */
  failed: number;
  /** Why, for all that were not done. */
  readonly why: { [reason: string]: number };
}

export type Tally = Readonly<Record<Action, Fates>>;

const noFates = (): Fates => ({ asked: 0, done: 0, refused: 0, failed: 0, why: {} });

export const newTally = (): Tally => ({
  monitor: noFates(),
  whisper: noFates(),
  barge: noFates(),
  takeover: noFates(),
  transfer: noFates(),
  stop: noFates(),
});

export const count = (fates: Fates, fate: 'done' | 'refused' | 'failed', why: string | null): void => {
  fates.asked += 1;
  fates[fate] += 1;
  if (why !== null) fates.why[why] = (fates.why[why] ?? 0) + 1;
};
