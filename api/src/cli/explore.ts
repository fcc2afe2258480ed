import { explore as exploreAll, printStory } from '@legwork/sim';
import { exits } from './exits.ts';
import { watchForInterruption } from './interruption.ts';

export interface ExploreOptions {
  readonly legs?: number;
  readonly supervisors?: number;
  readonly faults?: number;
  readonly acts?: number;
  readonly json?: true;
}

const names = ['minh', 'hoa'];

/** Explores everything that can happen to one call, within bounds: how much that is, and the shortest story of whatever is wrong. */
export function explore({ legs = 3, supervisors: many = 0, faults = 0, acts = 2, json }: ExploreOptions): void {
  const supervisors = names.slice(0, many);
  const interruption = watchForInterruption();
  const startedMs = performance.now();
  const found = exploreAll({
    legs,
    supervisors,
    faults,
    acts,
    onProgress: ({ states, explored, depth }) => {
      const share = Math.round((100 * explored) / states);
      process.stderr.write(`${states} states, ${share} % explored, ${depth} deep${process.stderr.isTTY ? '\r' : '\n'}`);
      return !interruption.isAsked;
    },
  });
  interruption.forget();
  const seconds = (performance.now() - startedMs) / 1000;
  const stories = found.violations.map(({ what, story }) => printStory(what, story, supervisors));
  const { states, engineStates, switchStates, engineSteps, edges, depth, isClosed } = found;
  const summary = {
    bounds: { legs, supervisors: many, faults, acts },
    states,
    engineStates,
    switchStates,
    engineSteps,
    edges,
    depth,
    isClosed,
    statesPerSecond: Math.round(states / seconds),
    seconds: Math.round(seconds * 10) / 10,
    memoryBytes: process.memoryUsage.rss(),
    fairness: 'an effect under way is performed, an event arrives, a timer fires; nobody has to answer or to hang up',
    violations: found.violations.length,
    stories,
  };
  if (json === true) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else {
    for (const story of stories) process.stdout.write(`${story}\n\n`);
    process.stdout.write(
      `${states} states (${engineStates} of the engine), ${edges} edges, ${depth} deep, ${summary.statesPerSecond} states a second, ` +
        `${Math.round(summary.memoryBytes / 1e6)} MB\n` +
        `${isClosed ? 'nothing is left to explore' : 'not explored to the end'}; violations: ${found.violations.length}\n` +
        `assumed: ${summary.fairness}\n`,
    );
  }
  if (interruption.isAsked) process.exitCode = exits.interrupted;
  else if (found.violations.length > 0) process.exitCode = exits.violated;
}
