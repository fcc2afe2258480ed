import { isStillAsked, reconfigure, type Engine, type EngineConfig } from '../engine/index.ts';
import { createLiveList, type LiveList, type LiveListSnapshot } from '../live/index.ts';
import type { Checkpoint, Journal, Publication, Recorded, Unperformed } from '../ports/index.ts';
import { behaviourOf, type Behaviours } from './behaviours.ts';
import { readConfig, writeConfig } from './configuration.ts';
import { beginning, createCourse, isOfSwitch, type Course, type Progress, type Stride } from './course.ts';
import { JournalFault } from './journal-fault.ts';
import type { Settled } from './runtime.ts';

/** Where a runtime begins. */
export interface Recovered {
  readonly course: Course;
  readonly live: LiveList;
  /** What was durable, may not have been performed, and was not seen to have happened; in order. */
  readonly unperformed: readonly Unperformed[];
  /** The last entry that the latest checkpoint contains. */
  readonly keptSeq: number;
  /** Nothing is known of an earlier time. */
  readonly isFresh: boolean;
}

export const fresh = (config: EngineConfig, behaviours: Behaviours): Recovered => ({
  course: createCourse(beginning(config, behaviours)),
  live: createLiveList(),
  unperformed: [],
  keptSeq: 0,
  isFresh: true,
});

/** What a journal tells, brought to the present behaviour and configuration. */
export const reopen = async ({ journal, config, behaviours, clock, notice }: Settled): Promise<Recovered> => {
  const checkpoint = await journal.load();
  const performed = await journal.performed();
  const { course, strides, configured } = await replay(journal, checkpoint, config, behaviours);
  const live = createLiveList(checkpoint === null ? undefined : (JSON.parse(checkpoint.live) as LiveListSnapshot));
  for (const { publications } of strides) for (const { fact } of publications) live.apply(fact);
  const unperformed = [
    ...(checkpoint?.unperformed ?? []),
    ...strides.flatMap(({ entry: { seq }, effects }) => effects.filter(isOfSwitch).map((effect) => ({ seq, effect }))),
  ].filter(({ seq, effect }) => seq > performed && isStillAsked(course.engine.state, effect));
  const isFresh = checkpoint === null && course.seq === 0;
  if (!isFresh) {
    const { seq, at, engine } = course;
    const awayMs = Math.max(0, clock.now() - at);
    notice({ type: 'recovered', seq, replayed: strides.length, awayMs, calls: engine.state.calls.size });
  }
  const present = inBehaviour(course, behaviours.length, configured, behaviours);
  const written = writeConfig(config);
  if (checkpoint?.config === written) return { course: present, live, unperformed, keptSeq: checkpoint.seq, isFresh };

  // What follows is to be replayed with the configuration that it is taken with.
  const { seq, at, published, behaviour, timers } = present;
  const engine = isFresh ? present.engine : fit(present, configured, config, behaviours);
  const fitting = onlyOf(config, live);
  await journal.save({
    seq,
    at,
    published,
    behaviour,
    config: written,
    engine: engine.snapshot(),
    live: JSON.stringify(fitting.snapshot()),
    timers: [...timers],
    unperformed,
  });
  const fitted = createCourse({ seq, at, published, behaviour, timers, engine });
  return { course: fitted, live: fitting, unperformed, keptSeq: seq, isFresh };
};

const fit = (
  { engine, behaviour }: Progress,
  before: EngineConfig,
  config: EngineConfig,
  behaviours: Behaviours,
): Engine => {
  const fitted = reconfigure(engine.snapshot(), before, config);
  if (fitted.ok) return behaviourOf(behaviours, behaviour).restore(config, fitted.snapshot);
  throw new JournalFault(
    'unfit',
    `the configuration lacks what is still needed: ${fitted.problems.join('; ')}. Put it back until that is over`,
  );
};

/** Agents that are gone are not on the list any more. */
const onlyOf = ({ agents }: EngineConfig, live: LiveList): LiveList => {
  const isAgent = new Set<string>(agents.map(({ id }) => id));
  const { rows, agents: listed } = live.snapshot();
  return createLiveList({ rows, agents: listed.filter(({ agent }) => isAgent.has(agent)) });
};

interface Replayed {
  readonly course: Course;
  /** What came after the checkpoint, step by step. */
  readonly strides: readonly Stride[];
  /** The configuration that it was taken with. */
  readonly configured: EngineConfig;
}

/** Reads a journal again, as far as it goes. @throws JournalFault as `openRuntime` rejects. */
export const recover = async (journal: Journal, config: EngineConfig, behaviours: Behaviours): Promise<Replayed> =>
  replay(journal, await journal.load(), config, behaviours);

const replay = async (
  journal: Journal,
  checkpoint: Checkpoint | null,
  config: EngineConfig,
  behaviours: Behaviours,
): Promise<Replayed> => {
  const configured = checkpoint === null ? config : readConfig(checkpoint.config);
  const from = checkpoint === null ? beginning(config, behaviours) : progressOf(checkpoint, configured, behaviours);
  let course = createCourse(from);
  const strides: Stride[] = [];
  for await (const recorded of journal.read(course.seq + 1)) {
    course = inBehaviour(course, recorded.entry.behaviour, configured, behaviours);
    const stride = course.take(recorded.entry.input, recorded.entry.at);
    compare(recorded, stride.publications);
    strides.push(stride);
  }
  return { course, strides, configured };
};

const progressOf = (checkpoint: Checkpoint, config: EngineConfig, behaviours: Behaviours): Progress => {
  const { behaviour, engine, seq, at, published, timers } = checkpoint;
  const restored = behaviourOf(behaviours, behaviour).restore(config, engine);
  return { engine: restored, behaviour, seq, at, published, timers: new Map(timers) };
};

/** From the first entry that another behaviour has taken on, the engine has that behaviour. */
const inBehaviour = (course: Course, number: number, config: EngineConfig, behaviours: Behaviours): Course => {
  if (number === course.behaviour) return course;
  const { seq, at, published, timers } = course;
  const behaviour = behaviourOf(behaviours, number);
  const engine = seq === 0 ? behaviour.create(config) : behaviour.restore(config, course.engine.snapshot());
  return createCourse({ engine, behaviour: number, seq, at, published, timers });
};

const compare = ({ entry, publications: written }: Recorded, played: readonly Publication[]): void => {
  const at = played.findIndex((publication, n) => JSON.stringify(publication) !== JSON.stringify(written[n]));
  if (at < 0 && played.length === written.length) return;
  const n = at < 0 ? played.length : at;
  const told = (one: Publication | undefined): string => one?.fact.type ?? 'nothing';
  throw new JournalFault(
    'diverged',
    `entry ${entry.seq} (${entry.input.type}) was followed by ${told(written[n])}, and by ${told(played[n])} when it is played again: ` +
      'the journal was written by another behaviour of the engine, or was changed. Run the version that wrote it, or begin a new journal',
  );
};
