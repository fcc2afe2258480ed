import { expect, test, vi } from 'vitest';
import { Numbered } from '../../core/src/engine/numbered.ts';
import { Shelf } from '../../core/src/engine/shelf.ts';

test('who comes and goes again and again is looked for no longer each time', () => {
  const shelf = new Shelf<object>(10, { asleep: new Map(), pack: () => null, unpack: () => ({}) });
  const looks = vi.spyOn(Numbered.prototype, 'get');
  for (let time = 0; time < 5_000; time += 1) {
    for (const number of [1, 2, 3]) shelf.set(number, {});
    for (const number of [1, 2, 3]) shelf.delete(number);
  }
  expect(looks.mock.calls.length).toBeLessThan(30_000);
  expect(shelf.size).toBe(0);
});
