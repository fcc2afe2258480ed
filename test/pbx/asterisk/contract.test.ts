import { afterAll, beforeAll } from 'vitest';
import { describeSwitchContract } from '../../support/switch-contract/index.ts';
import { openBench, type Bench } from './rig.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

describeSwitchContract({
  name: 'a real Asterisk',
  open: () => bench.open(),
  lacks: ['redirect'],
  finds: true,
});
