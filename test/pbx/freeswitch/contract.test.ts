import { describeSwitchContract } from '../../support/switch-contract/index.ts';
import { afterAll, beforeAll } from 'vitest';
import { openBench, type Bench } from './bench.ts';
import { placeNamed } from './place.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

const place = placeNamed();
describeSwitchContract({
  name: place === null ? 'the FreeSWITCH twin' : 'a real FreeSWITCH',
  open: () => bench.open(),
  lacks: ['redirect'],
  finds: true,
  restarts: place === null || place.mayRestart === true,
});
