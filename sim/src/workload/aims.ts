import { assertNever } from '@legwork/core';
import type { RandomStream } from '../kernel/index.ts';
import type { Aim } from './plan.ts';
import type { Scenario } from './scenario.ts';
import { atShare } from './shares.ts';

/** Chooses where a call is sent. It takes two draws, whatever the choice. */
export function aimOf(destinations: Scenario['talks']['transfersTo'], stream: RandomStream): Aim {
  const [u, choice] = [stream.uniform(), stream.uniform()];
  const to = atShare(destinations, u);
  switch (to.kind) {
    case 'queue':
      return { kind: 'queue', queue: to.queue };
    case 'agent':
      return { kind: 'agent', choice };
    case 'number':
      return { kind: 'number', number: to.number };
    default:
      return assertNever(to);
  }
}
