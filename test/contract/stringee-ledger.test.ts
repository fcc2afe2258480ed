import { asId } from '@legwork/core';
import type { CallId, Endpoint, NativeId } from '@legwork/core';
import { expect, test } from 'vitest';
import { createLedger, MOST_LINES, newLeg, newLine } from '../../adapters/stringee/src/ledger.ts';

test('of calls whose ends are never told the oldest is forgotten beyond the bound, as one that has not ended', () => {
  const ledger = createLedger();
  const party = { number: '', isPhone: false, state: 'up' } as const;
  for (let n = 0; n <= MOST_LINES; n += 1) {
    const native = asId<NativeId>(`call-${n}`);
    const line = newLine(
      { uuid: null, from: asId<Endpoint>('a'), to: asId<Endpoint>('b') },
      { native, origin: 'caller', ...party },
    );
    ledger.add(line.main);
    ledger.name(line, native);
    ledger.assign(line, asId<CallId>(`c${n}`));
    ledger.add(newLeg(line, { native: asId<NativeId>(`c${n}.2`), origin: 'connected', ...party }));
  }
  const known = (n: number): readonly unknown[] => [
    ledger.legs.get(asId(`call-${n}`)),
    ledger.legs.get(asId(`c${n}.2`)),
    ledger.byCallId(`call-${n}`),
    ledger.byCall(asId(`c${n}`)),
  ];
  expect([ledger.lines.size, ledger.legs.size]).toEqual([MOST_LINES, 2 * MOST_LINES]);
  expect(known(0)).toEqual([undefined, undefined, undefined, undefined]);
  expect(ledger.hasEnded('call-0')).toBe(false);
  expect(known(1)).not.toContain(undefined);
});
