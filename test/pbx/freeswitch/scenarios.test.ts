import { afterAll, beforeAll } from 'vitest';
import { behindTheAdapter } from '../../support/freeswitch/shape.ts';
import { describeScenarios } from '../../support/switch-scenarios/index.ts';
import { systemTime } from '../../support/system-time.ts';
import { openBench, type Bench } from './bench.ts';
import { placeNamed } from './place.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

describeScenarios({
  name: placeNamed() === null ? 'the FreeSWITCH twin' : 'a real FreeSWITCH',
  open: () => bench.open(),
  time: systemTime,
  like: behindTheAdapter,
});
