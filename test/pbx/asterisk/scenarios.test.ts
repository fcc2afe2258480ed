import { afterAll, beforeAll } from 'vitest';
import { asterisk } from '../../../sim/src/switch/index.ts';
import { describeScenarios } from '../../support/switch-scenarios/index.ts';
import { systemTime } from '../../support/system-time.ts';
import { openBench, type Bench } from './rig.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

describeScenarios({ name: 'a real Asterisk', open: () => bench.open(), time: systemTime, like: asterisk });
