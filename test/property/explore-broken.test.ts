import { build, call, compiled, interpret, leg, seat, agent, type Deciders } from '@legwork/core';
import { explore, printStory, type ExploreOptions } from '@legwork/sim';
import { expect, it } from 'vitest';
import { valueAt, withValueAt, type Path } from '../support/mutations.ts';

/** Machines that are broken on purpose, each as a row of known-failures.md tells it: the explorer finds each, and tells the shortest story of it. */
interface Broken {
  readonly what: string;
  /** What users of real systems reported. */
  readonly row: string;
  readonly machine: 'call' | 'leg' | 'seat' | 'agent';
  readonly at: Path;
  readonly change: (was: unknown) => unknown;
  readonly bounds: ExploreOptions;
  readonly invariant: number;
}

const machines = { call, leg, seat, agent };
const broken = ({ machine, at, change }: Broken): Deciders => {
  const definition = machines[machine] as typeof call;
  const was = valueAt(definition.config, at);
  if (was === undefined) throw new Error(`nothing to break at ${at.join('.')}`);
  return { ...compiled(), [machine]: interpret(build(definition, withValueAt(definition.config, at, change(was)))) };
};
const without =
  (...words: readonly string[]) =>
  (was: unknown): unknown =>
    (was as readonly unknown[]).filter((one) => !words.every((word) => JSON.stringify(one).includes(word)));
const instead =
  (word: string, other: unknown) =>
  (was: unknown): unknown =>
    (was as readonly unknown[]).map((one) => (one === word ? other : one));
const nothing = (): unknown => undefined;

const life = ['states', 'life', 'states', 'open', 'states'];
const closing = ['states', 'life', 'states', 'closing', 'entry'];
const talking = [...life, 'talking'];
const handover = [...talking, 'states', 'handover', 'states'];
const alone = { legs: 2, ahead: 0 } as const;
const three = { legs: 3, ahead: 0 } as const;
const supervised = { legs: 2, ahead: 0, supervisors: ['minh'] } as const;

const defects: readonly Broken[] = [
  {
    what: 'a second takeover that is refused without a word about the first',
    row: 'cannot tell that a transfer failed, and why',
    machine: 'call',
    at: [...talking, 'states', 'handover', 'on', 'cmd.takeover'],
    change: () => ({ actions: { type: 'say', params: { say: 'refuse', refusal: { reason: 'notNow' } } } }),
    bounds: { legs: 3, ahead: 0, supervisors: ['minh'], commands: ['takeover', 'transfer'] },
    invariant: 4,
  },
  {
    what: 'a transfer that forgets the ringing leg when the customer leaves',
    row: 'hangup accepted while the phone keeps ringing',
    machine: 'call',
    at: [...talking, 'exit'],
    change: without('"slot":"target"'),
    bounds: { ...three, commands: ['transfer'] },
    invariant: 1,
  },
  {
    what: 'a call that does not hang up its agent when it closes',
    row: 'member shown as answered hours after the end; zombie agent call',
    machine: 'call',
    at: closing,
    change: without('"slot":"agent"'),
    bounds: { ...alone, commands: ['stop'] },
    invariant: 1,
  },
  {
    what: 'an agent who is not free again after a call that they missed',
    row: 'agents stuck Reserved, or locked in "incall"',
    machine: 'agent',
    at: ['states', 'reserved', 'on', 'sig.missed'],
    change: nothing,
    bounds: { ...alone, commands: ['stop'] },
    invariant: 9,
  },
  {
    what: 'a leg that does not hear that its phone was hung up while it rang',
    row: 'caller hangs up during dial: no terminal event',
    machine: 'leg',
    at: ['states', 'ringing', 'on', 'leg.ended'],
    change: nothing,
    bounds: { ...alone, commands: [] },
    invariant: 7,
  },
  {
    what: 'a presence that begins with a live microphone',
    row: '"monitor" put the supervisor\'s open microphone live',
    machine: 'seat',
    at: ['states', 'attaching', 'entry', '0', 'params', 'mode'],
    change: () => 'barge',
    bounds: { ...supervised, ahead: 0, commands: ['supervise'] },
    invariant: 2,
  },
  {
    what: 'a whisper with the wrong direction: everybody hears it',
    row: 'eavesdrop picks the wrong uuid',
    machine: 'seat',
    at: ['states', 'changing', 'entry'],
    change: instead('tapAsWanted', { type: 'say', params: { say: 'tap', mode: 'barge' } }),
    bounds: { ...supervised, commands: ['supervise'] },
    invariant: 2,
  },
  {
    what: 'a seat that is parked while its whisper is in flight',
    row: 'an enforced spy moves on to other extensions (privacy)',
    machine: 'seat',
    at: ['states', 'parked', 'entry'],
    change: without('silence'),
    bounds: { ...supervised, commands: ['supervise', 'park'] },
    invariant: 2,
  },
  {
    what: 'a leg that is taken to be silent as soon as it is asked to end',
    row: 'other-leg not cleared on unbridge',
    machine: 'leg',
    at: ['states', 'dropping', 'entry'],
    change: (was) => ['unplace', ...(was as readonly unknown[])],
    bounds: { ...alone, commands: ['stop'] },
    invariant: 2,
  },
  {
    what: 'a takeover that is said to be done while the agent is still there',
    row: 'BACKGROUND_JOB fires before uuid_bridge/transfer has taken effect',
    machine: 'call',
    at: [...handover, 'releasing', 'entry'],
    change: (was) => [
      { type: 'resolve', params: { slot: 'handover', outcome: 'done', cause: null } },
      { type: 'close', params: { slot: 'handover' } },
      ...(was as readonly unknown[]),
    ],
    bounds: { legs: 3, ahead: 0, supervisors: ['minh'], commands: ['takeover'] },
    invariant: 3,
  },
  {
    what: 'a hold that is forgotten when the call ends',
    row: 'pending commands never released on disconnect',
    machine: 'call',
    at: closing,
    change: without('"slot":"hold","outcome"'),
    bounds: { ...alone, ahead: 0, commands: ['hold'] },
    invariant: 6,
  },
  {
    what: 'an offer during which nobody looks after the customer',
    row: "StasisStart before the POST's reply; bridging too early gives 422; silent calls",
    machine: 'call',
    at: [...life, 'offering', 'entry'],
    change: without('"timer":"place"'),
    bounds: { ...alone, commands: [] },
    invariant: 5,
  },
  {
    // That it is waited for for ever would not do: a switch that has lost a word is asked for its legs sooner or later.
    what: 'a leg that is given up without a word after it was asked once to end',
    row: 'call "in progress" for 5 days, no terminal webhook',
    machine: 'leg',
    at: ['states', 'dropping', 'on', 'timer.kill'],
    change: () => [{ target: 'ended' }],
    bounds: { ...alone, commands: ['stop'], faults: 1 },
    invariant: 1,
  },
  {
    what: 'a seat that stays when the call it is for has ended',
    row: 'an enforced spy moves on to other extensions (privacy)',
    machine: 'seat',
    at: ['states', 'parked', 'on', 'call.gone'],
    change: nothing,
    bounds: { ...supervised, ahead: 0, commands: ['supervise'] },
    invariant: 1,
  },
];

it.each(defects)('the explorer finds $what', (defect) => {
  const deciders = broken(defect);
  const { violations } = explore({ ...defect.bounds, deciders });
  const [first] = violations;
  expect(violations.map(({ what }) => Number(what.split(':')[0]))).toContain(defect.invariant);
  if (first === undefined) return;
  const told = printStory(first.what, first.story, defect.bounds.supervisors ?? [], deciders);
  process.stdout.write(`${defect.what} (${defect.row})\n${told}\n\n`);
  expect(told).toContain('engine');
});
