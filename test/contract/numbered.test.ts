import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Numbered } from '../../core/src/engine/numbered.ts';

/** Numbers that count up, of which some meet at the same place of a small table. */
const number = fc.oneof(
  fc.nat(40),
  fc.nat(20).map((n) => 64 * n),
  fc.maxSafeNat(),
);
const deeds = fc.array(fc.record({ number, keeps: fc.boolean() }), { maxLength: 400 });

test('things by numbers are kept and given up as in a map, however many there are', () => {
  fc.assert(
    fc.property(deeds, (all) => {
      const numbered = new Numbered<object>();
      const map = new Map<number, object>();
      for (const [n, deed] of all.entries()) {
        if (deed.keeps) {
          numbered.set(deed.number, all.slice(n, n + 1));
          map.set(deed.number, all.slice(n, n + 1));
        } else expect(numbered.delete(deed.number)).toBe(map.delete(deed.number));
      }
      expect(numbered.size).toBe(map.size);
      expect(numbered.keys().toSorted((one, other) => one - other)).toEqual(
        [...map.keys()].toSorted((one, other) => one - other),
      );
      for (const one of [...map.keys(), ...all.map((deed) => deed.number), -1])
        expect(numbered.get(one)).toEqual(map.get(one));
    }),
    { numRuns: 200 },
  );
});
