import { asterisk, createWorld, freeswitch, stringee, unlimited, watch, type SwitchShape } from '@legwork/sim';
import { faults, play, story, type Faults, type Story } from '@legwork/sim/arbitrary';
import fc from 'fast-check';
import { it } from 'vitest';
import { failureOf, seedFrom } from '../support/replay.ts';

/** One to three calls, and everything that can happen to them, in a world that is small enough to be shrunk. */
const live = ({ callers, phones }: Story, struckBy: Faults, shape: SwitchShape) => {
  let rings = 0;
  const agents = ['lan', 'mai', 'nam', 'hue', 'duc'];
  const world = createWorld({
    seed: 1,
    shape,
    agents,
    supervisors: ['minh', 'hoa', 'tam'],
    faults: struckBy,
    policy: { parkTimeoutMs: 20_000, followIdleMs: 30_000 },
    answering: () => phones[(rings += 1) % phones.length] ?? { kind: 'ringsOut' },
  });
  const seen = watch(world, { everySteps: 50 });
  world.ready(...agents);
  for (const [place, caller] of callers.entries()) play(world, caller, place);
  world.pass(40_000);
  seen.resync();
  world.pass(100_000);
  seen.finish();
  return { world, seen };
};

const none: fc.Arbitrary<Faults> = fc.constant({ events: [], effects: [] });
const seed = seedFrom('STORY_SEED', 20_260);
const path = process.env['STORY_PATH'];

it.each([
  ['a switch without limits', unlimited, none, 300],
  ['a switch without limits that loses and mixes up what it reports', unlimited, faults(), 500],
  ['Asterisk that loses and mixes up what it reports', asterisk, faults(), 200],
  ['FreeSWITCH that loses and mixes up what it reports', freeswitch, faults(), 200],
  ['Stringee', stringee, none, 200],
])('whatever happens to a call or three keeps every invariant on %s', (name, shape, struckBy, numRuns) => {
  const property = fc.property(story(), struckBy, (told, struck) => {
    const { world, seen } = live(told, struck, shape);
    if (seen.violations.length > 0) throw new Error(failureOf(world, seen, 'see below'));
  });
  const result = fc.check(property, { seed, numRuns, ...(path === undefined ? {} : { path }) });
  if (!result.failed) return;
  const again = `STORY_SEED=${result.seed} STORY_PATH=${result.counterexamplePath ?? ''} npm test -- worlds-single -t '${name}'`;
  throw new Error(`${String(result.errorInstance)}\nagain: ${again}\n${JSON.stringify(result.counterexample)}`);
});
