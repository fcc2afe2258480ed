import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDesk } from '../../support/switch-contract/desk.ts';
import { openBench, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

const both = { customer: 'agent', agent: 'customer' } as const;
const matrix = [
  ['agent', 'monitor', { ...both, supervisor: 'customer agent' }],
  ['agent', 'whisper', { ...both, agent: 'customer supervisor', supervisor: 'customer agent' }],
  ['agent', 'barge', { customer: 'agent supervisor', agent: 'customer supervisor', supervisor: 'customer agent' }],
  ['customer', 'monitor', { ...both, supervisor: 'customer agent' }],
  ['customer', 'whisper', { ...both, customer: 'agent supervisor', supervisor: 'customer agent' }],
  ['customer', 'barge', { customer: 'agent supervisor', agent: 'customer supervisor', supervisor: 'customer agent' }],
] as const;

it('who hears whom while a supervisor listens, whispers or barges, whichever leg is tapped; and with a second one', async () => {
  const rig = await bench.open();
  try {
    const desk = openDesk(rig);
    const legs = await desk.talk();
    const [supervisor, manager] = [await desk.dials('supervisor'), await desk.dials('manager')];
    for (const [tapped, mode, expected] of matrix) {
      expect(await desk.did({ do: 'tap', leg: supervisor, target: legs[tapped], mode })).toBe('done');
      await desk.hears(expected);
      process.stdout.write(`${mode.padEnd(8)} on the ${tapped.padEnd(9)} ${JSON.stringify(await rig.hearing())}\n`);
    }
    // A second one on the agent hears what the first whispers there: FreeSWITCH mixes it into the leg.
    expect(await desk.did({ do: 'tap', leg: supervisor, target: legs.agent, mode: 'whisper' })).toBe('done');
    expect(await desk.did({ do: 'tap', leg: manager, target: legs.agent, mode: 'monitor' })).toBe('done');
    await desk.hears({
      ...both,
      agent: 'customer supervisor',
      supervisor: 'customer agent',
      manager: 'customer agent supervisor',
    });
    await desk.clear();
  } finally {
    await rig.close();
  }
});
