import { assertNever } from '@legwork/core';
import { expect } from 'vitest';
import type { Wish } from '../switchboard.ts';
import type { Case, Lack } from './index.ts';

/** What is lacking is refused, by name, and nothing else happens. */
export function refusalCases(that: Case, lacks: readonly Lack[]): void {
  for (const lack of lacks) {
    if (lack === 'list' || lack === 'dialFirst') continue;
    that(`${lack} is refused as unsupported`, async (desk) => {
      const leg = await desk.dials('agent');
      expect(await desk.did(wishFor(lack, leg, desk.newLeg()))).toBe('unsupported');
      expect(desk.rig.phones.agent.state()).toBe('talking');
    });
  }
}

function wishFor(lack: Exclude<Lack, 'list' | 'dialFirst'>, leg: string, target: string): Wish {
  switch (lack) {
    case 'monitor':
    case 'whisper':
    case 'barge':
      return { do: 'tap', leg, target, mode: lack };
    case 'answer':
    case 'join':
    case 'treat':
    case 'hangUp':
      return { do: lack, leg };
    case 'dial':
      return { do: 'dial', leg: target };
    case 'redirect':
      return { do: 'redirect', leg, target };
    case 'play':
      return { do: 'play', leg, prompt: 'welcome' };
    case 'mute':
    case 'record':
      return { do: lack, leg, on: true };
    case 'digits':
      return { do: 'digits', leg, digits: '1' };
    case 'claim':
      return { do: 'claim', legs: [leg] };
    default:
      return assertNever(lack);
  }
}
