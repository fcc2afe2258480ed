import { describe, expect, it } from 'vitest';
import { openConsole, type Console } from '../support/console.ts';

/** Who is to blame for a phone that nobody answered. */
const rings = (c: Console): void => {
  c.shift('lan');
  c.sees('leg.offered', { native: 'ch-1', from: '0901', to: '1900' });
  c.sees('leg.answered', { native: 'ch-1' });
  c.sees('leg.played', { native: 'ch-1', prompt: 'welcome' });
};

describe('an agent whose phone rings and is not answered', () => {
  it.each(['noAnswer', 'rejected', 'busy', 'unreachable'] as const)('has missed it: %s', (cause) => {
    const c = openConsole();
    rings(c);
    expect(c.sees('leg.ended', { native: 'c1.2', cause })).toContain(
      'agent.changed agent=lan state=away reason=missed',
    );
  });

  it('is free where the customer gave up first', () => {
    const c = openConsole();
    rings(c);
    expect(c.sees('leg.ended', { native: 'ch-1', cause: 'normal' })).toContain(
      'hangUp call=c1 leg=c1.2 native=c1.2 cause=cancelled',
    );
    expect(c.sees('leg.ended', { native: 'c1.2', cause: 'cancelled' })).toContain(
      'agent.changed agent=lan state=available',
    );
  });

  it.each(['lost', 'presumed'] as const)('is free where the phone was not heard of any more: %s', (cause) => {
    const c = openConsole();
    rings(c);
    expect(c.sees('leg.ended', { native: 'c1.2', cause })).toContain('agent.changed agent=lan state=available');
  });

  it('is free where nobody knows what became of the phone', () => {
    const c = openConsole();
    rings(c);
    expect(c.sees('effect.refused', { op: 'x', effect: 'dial', native: 'c1.2', reason: 'noSuchLeg' })).toContain(
      'agent.changed agent=lan state=available',
    );
  });
});
