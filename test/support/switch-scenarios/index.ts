import type { TimeSource } from '@legwork/sim';
import { afterAll, describe, expect, it } from 'vitest';
import type { SwitchShape } from '../../../sim/src/switch/index.ts';
import { openSimulatedRig } from '../simulated-rig.ts';
import type { SwitchRig } from '../switch-contract/rig.ts';
import { scenarios as all, type Scenario } from './scenarios.ts';
import { openStage } from './stage.ts';

export interface SwitchOnStage {
  readonly name: string;
  readonly open: () => Promise<SwitchRig>;
  readonly time: TimeSource;
  /** The simulated switch that is like it. */
  readonly like: SwitchShape;
  /** Those that can be played on it; every one where nothing is said. */
  readonly scenarios?: readonly Scenario[];
  /** Whether there may be several at a time: scenarios then wait together. */
  readonly several?: boolean;
}

/** The same scenarios on this switch as on the simulated one, by the whole of Legwork: they have to give the same facts. A table at the end says which did. */
export function describeScenarios({ name, open, time, like, scenarios = all, several = false }: SwitchOnStage): void {
  const told: string[] = [];
  afterAll(() => {
    process.stdout.write(`${['scenario'.padEnd(80), ...told].join('\n')}\n`);
  });
  describe(`a scenario gives the same facts on ${name} as on the simulated switch`, { concurrent: several }, () => {
    for (const scenario of scenarios) {
      // In real time customer and agent are now and then put together again for a moment before the end (CHANGELOG, known): tried again for that.
      it(scenario.name, { retry: 2 }, async () => {
        const simulated = openSimulatedRig(like);
        const rehearsal = await openStage(simulated, simulated.time);
        await scenario.play(rehearsal);
        await rehearsal.clear();

        const rig = await open();
        try {
          const stage = await openStage(rig, time);
          await scenario.play(stage);
          await stage.clear();
          expect(stage.story()).toEqual(rehearsal.story());
          told.push(`${scenario.name.padEnd(80)} simulated: as told, ${name}: the same`);
        } finally {
          await rig.close();
        }
      });
    }
  });
}
