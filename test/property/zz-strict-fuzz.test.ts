import fc from 'fast-check';
import { it } from 'vitest';
import { asterisk, freeswitch, stringee, unlimited } from '@legwork/sim';
import { hostileInput } from '../support/hostile.ts';
import { live } from './hostile-input.test.ts';
it('fuzz', () => {
  const found = new Map<string, string>();
  const start = performance.now();
  let runs = 0;
  const limit = Number(process.env['FUZZ_S'] ?? 40) * 1000;
  for (let seed = 1; performance.now() - start < limit; seed += 1) {
    const [inputs = []] = fc.sample(fc.array(hostileInput(), { minLength: 1, maxLength: 60, size: 'max' }), { seed, numRuns: 1 });
    const shape = [unlimited, asterisk, freeswitch, stringee][seed % 4] ?? unlimited;
    runs += 1;
    try {
      const { seen } = live(inputs, shape);
      for (const v of seen.violations) {
        const key = `${v.invariant} ${v.what.replace(/\d+/g, 'N')}`;
        if (!found.has(key)) found.set(key, `seed ${seed} ${v.call} at ${v.at} ${v.what}`);
      }
    } catch (e) {
      const key = String((e as Error).stack).split('\n').slice(0, 8).join('\n');
      if (!found.has(String((e as Error).message).replace(/\d+/g,'N'))) found.set(String((e as Error).message).replace(/\d+/g,'N'), `seed ${seed} ${key}`);
    }
  }
  console.log(runs, 'runs', (performance.now() - start) | 0);
  for (const [key, what] of found) console.log('FOUND', key, '\n    ', what);
});
