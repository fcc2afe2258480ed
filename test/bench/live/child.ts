import { createActor, type StateValue } from 'xstate';
import { agent, build, call, createLiveList, leg } from '@legwork/core';
import { median, processorMs } from '../measure.ts';
import { gatherBare } from './bare-crowd.ts';
import { configOfCrowd, gather, type Crowd } from './crowd.ts';

/** What a fresh process measures and prints, one line of JSON: node --expose-gc child.ts '<Task>'. */
export type Task =
  | { readonly what: 'engine'; readonly calls: number; readonly turnOvers: number; readonly windows: number }
  | { readonly what: 'snapshots' | 'projection'; readonly calls: number };

export interface Growth {
  readonly residentBytes: number;
  readonly heapBytes: number;
}

export interface EngineTaken extends Growth {
  /** Processor time of an input to the engine, and of a turn-over of the bare heap, in microseconds. */
  readonly inputUs: number;
  readonly bareUs: number;
}

const collect = globalThis.gc;
if (collect === undefined) throw new Error('memory is measured with --expose-gc');

/** Everything that nobody holds is given back to the machine. */
const settle = (): Growth => {
  for (let n = 0; n < 3; n += 1) collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { rss, heapUsed, external } = process.memoryUsage();
  return { residentBytes: rss, heapBytes: heapUsed + external };
};

/**
 * Growth by what is made, per call. What it is made with is there already: it was made once before, on a small scale, and what is prepared (the
 * agents' configuration) is no part of it.
 */
const growth = <Made>(
  calls: number,
  prepare: (calls: number) => () => Made,
): { readonly made: Made; readonly grown: Growth } => {
  prepare(Math.min(200, calls))();
  const make = prepare(calls);
  const before = settle();
  const made = make();
  const after = settle();
  return {
    made,
    grown: {
      residentBytes: (after.residentBytes - before.residentBytes) / calls,
      heapBytes: (after.heapBytes - before.heapBytes) / calls,
    },
  };
};

const crowdOf = (calls: number): (() => Crowd) => {
  const config = configOfCrowd(calls);
  return () => gather(config);
};

const engineTaken = (calls: number, turnOvers: number, windows: number): EngineTaken => {
  const { made: crowd, grown } = growth(calls, crowdOf);
  const bare = gatherBare(calls, grown.heapBytes);
  const inputUs: number[] = [];
  const bareUs: number[] = [];
  // The first window warms up.
  for (let window = 0; window <= windows; window += 1) {
    const before = crowd.inputs();
    const ms = processorMs(() => {
      for (let n = 0; n < turnOvers; n += 1) crowd.turnOver();
    });
    const bareMs = processorMs(() => {
      for (let n = 0; n < turnOvers * 20; n += 1) bare.turnOver();
    });
    if (window === 0) continue;
    inputUs.push((ms * 1000) / (crowd.inputs() - before));
    bareUs.push((bareMs * 1000) / (turnOvers * 20));
  }
  return { ...grown, inputUs: median(inputUs), bareUs: median(bareUs) };
};

/** The states of the same machines as XState keeps them: a snapshot of each call, its two legs and its agent; nothing that finds them. */
const snapshots = (calls: number) => (): readonly unknown[] => {
  const kept: unknown[] = [];
  const ofCall = keeper(build(call), call.record);
  const ofLeg = keeper(build(leg), leg.record);
  const ofAgent = keeper(build(agent), agent.record);
  for (let n = 0; n < calls; n += 1) kept.push(ofCall(), ofLeg(), ofLeg(), ofAgent());
  return kept;
};

const keeper = (machine: ReturnType<typeof build>, record: object): (() => unknown) => {
  const { value } = createActor(machine).getSnapshot() as { readonly value: StateValue };
  return () => machine.resolveState({ value, context: { record: { ...record } } });
};

const projection = (calls: number): (() => unknown) => {
  const config = configOfCrowd(calls);
  return () => {
    const live = createLiveList();
    gather(config, (fact) => {
      live.apply(fact);
    });
    return live;
  };
};

const task = JSON.parse(process.argv[2] ?? '') as Task;
const taken =
  task.what === 'engine'
    ? engineTaken(task.calls, task.turnOvers, task.windows)
    : growth<unknown>(task.calls, task.what === 'snapshots' ? snapshots : projection).grown;
process.stdout.write(`${JSON.stringify(taken)}\n`);
