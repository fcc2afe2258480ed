import { call, compile, compiled, leg, seat, type Deciders } from '@legwork/core';
import { faultNames } from '@legwork/sim';
import { readSoakReplay, replaySoak, shrink, soak, writeSoakReplay, type Shrunk } from '@legwork/sim/soak';
import { describe, expect, it } from 'vitest';
import { valueAt, withValueAt, type Path } from '../support/mutations.ts';

/** Machines that are broken on purpose: soaking finds each, makes the least of it, and that happens again from its file. */
interface Broken {
  readonly what: string;
  /** What users of real systems reported. */
  readonly row: string;
  readonly machine: 'call' | 'leg' | 'seat';
  readonly at: Path;
  readonly change: (was: unknown) => unknown;
  readonly invariant: number;
  /** The most there may be to read. */
  readonly most: { readonly calls: number; readonly deeds: number; readonly strikes: number };
}

const machines = { call, leg, seat };
const broken = ({ machine, at, change }: Broken): Deciders => {
  const definition = machines[machine] as typeof call;
  const was = valueAt(definition.config, at);
  if (was === undefined) throw new Error(`nothing to break at ${at.join('.')}`);
  const config = withValueAt(definition.config, at, change(was)) as typeof definition.config;
  return { ...compiled(), [machine]: compile({ ...definition, config }) };
};
const without =
  (word: string) =>
  (was: unknown): unknown =>
    (was as readonly unknown[]).filter((one) => !JSON.stringify(one).includes(word));

const open = ['states', 'life', 'states', 'open', 'states'];

const defects: readonly Broken[] = [
  {
    what: 'a leg that is asked once to end, and waited for for ever',
    row: 'call "in progress" for 5 days, no terminal webhook',
    machine: 'leg',
    at: ['states', 'dropping', 'entry'],
    change: without('"timer":"kill"'),
    invariant: 1,
    most: { calls: 1, deeds: 0, strikes: 1 },
  },
  {
    what: 'a transfer that forgets the ringing leg when the customer leaves',
    row: 'hangup accepted while the phone keeps ringing',
    machine: 'call',
    at: [...open, 'talking', 'exit'],
    change: without('"slot":"target"'),
    invariant: 1,
    most: { calls: 1, deeds: 2, strikes: 0 },
  },
  {
    what: 'a phone that is dialled, and waited for for ever',
    row: 'agents stuck Reserved, or locked in "incall"',
    machine: 'leg',
    at: ['states', 'dialling', 'entry'],
    change: () => [],
    invariant: 1,
    most: { calls: 1, deeds: 1, strikes: 1 },
  },
  {
    what: 'a presence that begins with a live microphone',
    row: '"monitor" put the supervisor\'s open microphone live',
    machine: 'seat',
    at: ['states', 'attaching', 'entry', '0', 'params', 'mode'],
    change: () => 'barge',
    invariant: 2,
    most: { calls: 1, deeds: 1, strikes: 0 },
  },
];

const leastOf = (deciders: Deciders, invariant: number): Shrunk => {
  for (const { plan, soaked } of soak({ seeds: [1, 40], calls: 12, faults: faultNames, deciders })) {
    const isMeant = soaked.violations.some((violation) => violation.invariant === invariant);
    if (isMeant) return shrink(plan, { deciders, invariant });
  }
  throw new Error('it was not found');
};

describe('soaking', () => {
  it.each(defects)('finds $what, and makes the least of it', (defect) => {
    const deciders = broken(defect);
    const { plan, violation, soaked, worlds } = leastOf(deciders, defect.invariant);
    const deeds = plan.callers.reduce((sum, { happenings }) => sum + happenings.length, 0);
    const strikes = soaked.struck.reduce((sum, { strikes }) => sum + strikes.length, 0);
    const struck = soaked.struck.flatMap(({ name, strikes }) => strikes.map(() => name)).join(', ') || 'no fault';
    process.stdout.write(
      `${defect.what} (${defect.row}): ${plan.callers.length} calls, ${deeds} deeds, ${struck}; ${worlds} worlds tried\n` +
        `${violation.invariant}: ${violation.what}\n${soaked.drawn() ?? ''}\n\n`,
    );
    expect(plan.callers.length).toBeLessThanOrEqual(defect.most.calls);
    expect(deeds).toBeLessThanOrEqual(defect.most.deeds);
    expect(strikes).toBeLessThanOrEqual(defect.most.strikes);

    const file = writeSoakReplay({ expected: violation, plan });
    const replay = readSoakReplay(JSON.parse(file));
    const again = replaySoak(replay, { deciders });
    expect([again.violation, again.isExpected]).toEqual([violation, true]);
    expect(again.soaked.drawn()).toBe(soaked.drawn());
    // What is not broken does not fail.
    expect(replaySoak(replay)).toMatchObject({ violation: null, isExpected: false });
  });
});
