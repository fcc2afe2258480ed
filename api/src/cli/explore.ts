import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { commandNames, exploring, fairness, printStory, replayOf, type CommandName, type Progress } from '@legwork/sim';
import { exits } from './exits.ts';
import { watchForInterruption } from './interruption.ts';
import { UsageError } from './usage.ts';

export interface ExploreOptions {
  readonly legs?: number;
  readonly supervisors?: number;
  readonly faults?: number;
  readonly ahead?: number;
  /** Names of commands, between commas. */
  readonly commands?: string;
  readonly json?: true;
}

const names = ['minh', 'hoa'];
const EVERY_MS = 500;

function tell({ states, explored, depth }: Progress): void {
  const share = Math.round((100 * explored) / states);
  process.stderr.write(`${states} states, ${share} % explored, ${depth} deep${process.stderr.isTTY ? '\r' : '\n'}`);
}

/** Explores everything that can happen to one call, within bounds: how much that is, and the shortest story of whatever is wrong. */
export async function explore({
  legs = 3,
  supervisors: many = 0,
  faults = 0,
  ahead = 0,
  commands: typed,
  json,
}: ExploreOptions): Promise<void> {
  const commands = commandsFrom(typed);
  const supervisors = names.slice(0, many);
  const interruption = watchForInterruption();
  const startedMs = performance.now();
  const steps = exploring({ legs, supervisors, faults, ahead, ...(commands === undefined ? {} : { commands }) });
  let step = steps.next();
  for (let toldMs = startedMs; step.done !== true; step = steps.next(interruption.isAsked ? 'stop' : undefined)) {
    const nowMs = performance.now();
    if (nowMs - toldMs >= EVERY_MS) {
      toldMs = nowMs;
      tell(step.value);
    }
    // Ctrl-C is heard between two steps.
    await setImmediate();
  }
  const found = step.value;
  interruption.forget();
  const seconds = (performance.now() - startedMs) / 1000;
  const stories = found.violations.map(({ what, story }, n) => {
    const file = resolve(`legwork-explore-${n + 1}.json`);
    writeFileSync(file, `${JSON.stringify(replayOf({ what, story }, found.bounds), null, 2)}\n`);
    return { what, file, story: printStory(what, story, supervisors) };
  });
  const { states, engineStates, worldStates, engineSteps, edges, depth, isClosed } = found;
  const summary = {
    bounds: { ...found.bounds, supervisors: many },
    states,
    engineStates,
    worldStates,
    engineSteps,
    edges,
    depth,
    isClosed,
    statesPerSecond: Math.round(states / seconds),
    seconds: Math.round(seconds * 10) / 10,
    memoryBytes: process.memoryUsage.rss(),
    fairness,
    violations: stories.length,
    stories,
  };
  if (json === true) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else {
    for (const { story, file } of stories)
      process.stdout.write(`${story}\n\nAgain: npm run legwork -- replay ${file}\n\n`);
    process.stdout.write(
      `${states} states (${engineStates} of the engine), ${edges} edges, ${depth} deep, ${summary.statesPerSecond} states a second, ` +
        `${Math.round(summary.memoryBytes / 1e6)} MB\n` +
        `${isClosed ? 'nothing is left to explore' : 'not explored to the end'}; violations: ${stories.length}\n` +
        `assumed: ${fairness}\n`,
    );
  }
  if (interruption.isAsked) process.exitCode = exits.interrupted;
  else if (stories.length > 0) process.exitCode = exits.violated;
}

/** @throws UsageError unless each is the name of a command. */
function commandsFrom(typed: string | undefined): readonly CommandName[] | undefined {
  if (typed === undefined) return undefined;
  const isCommand = (name: string): name is CommandName => (commandNames as readonly string[]).includes(name);
  const names = typed.split(',');
  const unknown = names.filter((name) => !isCommand(name));
  if (unknown.length > 0) {
    throw new UsageError(`--commands: there is no ${unknown.join(', no ')}; there are ${commandNames.join(', ')}`);
  }
  return names.filter(isCommand);
}
