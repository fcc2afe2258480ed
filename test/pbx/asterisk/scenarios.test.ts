import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asterisk } from '../../../sim/src/switch/index.ts';
import { openSimulatedRig } from '../../support/simulated-rig.ts';
import { scenarios } from '../../support/switch-scenarios/scenarios.ts';
import { openStage } from '../../support/switch-scenarios/stage.ts';
import { systemTime } from '../../support/system-time.ts';
import { openBench, type Bench } from './rig.ts';

let bench: Bench;
const played: string[] = [];
beforeAll(async () => {
  bench = await openBench();
});
afterAll(async () => {
  await bench.stop();
  process.stdout.write(
    `${[`${'scenario'.padEnd(90)}simulated  Asterisk ${bench.asterisk.version}`, ...played].join('\n')}\n`,
  );
});

describe('a scenario gives the same facts on a real Asterisk as on the simulated switch', () => {
  for (const { name, play } of scenarios) {
    it(name, async () => {
      const simulated = openSimulatedRig(asterisk);
      const rehearsal = await openStage(simulated, simulated.time);
      await play(rehearsal);
      await rehearsal.clear();

      const rig = await bench.open();
      try {
        const stage = await openStage(rig, systemTime);
        await play(stage);
        await stage.clear();
        expect(stage.story()).toEqual(rehearsal.story());
        played.push(`${name.padEnd(90)}as told    the same`);
      } finally {
        await rig.close();
      }
    });
  }
});
