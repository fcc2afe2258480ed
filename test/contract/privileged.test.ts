import { describe, expect, test } from 'vitest';
import { isPrivileged } from '@legwork/core';
import type { Command, CommandType, Role } from '@legwork/core';

const asked = (type: CommandType, role: Role): Pick<Command, 'type' | 'by'> => ({ type, by: { role, id: 'somebody' } });
const roles: readonly Role[] = ['agent', 'supervisor', 'admin', 'service'];

describe('what is written down for the audit', () => {
  test.each(['supervise', 'switchMode', 'leave', 'takeover', 'stop', 'claim', 'forceAgent', 'activateFlow'] as const)(
    '%s is, whoever asks for it',
    (what) => {
      expect(roles.map((role) => isPrivileged(asked(`cmd.${what}`, role)))).toEqual([true, true, true, true]);
    },
  );

  test.each(['transfer', 'drop'] as const)(
    '%s is, where it is forced: where anybody but an agent asks for it',
    (what) => {
      expect(roles.map((role) => isPrivileged(asked(`cmd.${what}`, role)))).toEqual([false, true, true, true]);
    },
  );

  test.each([
    'hold',
    'resume',
    'mute',
    'consult',
    'complete',
    'cancel',
    'park',
    'pickUp',
    'hangUp',
    'record',
    'originate',
    'ready',
  ] as const)('%s is not, whoever asks for it', (what) => {
    expect(roles.map((role) => isPrivileged(asked(`cmd.${what}`, role)))).toEqual([false, false, false, false]);
  });
});
