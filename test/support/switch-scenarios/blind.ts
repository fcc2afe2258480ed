import { asId } from '@legwork/core';
import type { LegId } from '@legwork/core';
import { expect } from 'vitest';
import { hearings, lan, minh, seat, toMai, together } from './people.ts';
import { scenarios, supervise, type Scenario } from './scenarios.ts';
import { call } from './stage.ts';

/** Of the scenarios of every switch, those that need nobody to be held, dialled first, or made to leave. */
const told: ReadonlySet<string> = new Set([
  'a call is answered, talked and ended by the customer',
  'an agent who is busy is passed over',
  'a supervisor takes over without having listened',
  'of two supervisors who take over at once one wins',
  'a supervisor transfers the call to another agent',
  'a transfer to a phone that rejects leaves customer and agent together',
  'a supervisor hangs up while listening, and the call goes on',
  'a supervisor stops a call',
]);

/** What is told on a switch that transfers blindly and moves nobody: its own stories, and what it refuses. */
export const blindScenarios: readonly Scenario[] = [
  ...scenarios.filter(({ name }) => told.has(name)),
  {
    name: 'a supervisor monitors, whispers, barges and hangs up',
    async play(stage) {
      await stage.talk();
      expect(await supervise(stage, 'monitor')).toBe('done');
      await stage.hears(hearings.monitor);
      for (const mode of ['whisper', 'barge', 'monitor', 'barge', 'whisper', 'monitor'] as const) {
        expect(await stage.outcome({ type: 'cmd.switchMode', seat, mode, by: minh })).toBe('done');
        await stage.hears(hearings[mode]);
      }
      stage.rig.phones.supervisor.hangUp();
      await stage.until({ type: 'seat.changed', state: 'gone' });
      await stage.hears(together);
    },
  },
  {
    name: 'a supervisor transfers the call to a number',
    async play(stage) {
      await stage.talk();
      const number = stage.rig.phones.manager.endpoint;
      expect(await stage.outcome({ type: 'cmd.transfer', call, to: { kind: 'number', number }, by: minh })).toBe(
        'done',
      );
      await stage.hears({ customer: 'manager', manager: 'customer' });
    },
  },
  {
    name: 'what the switch cannot do is refused, and the call goes on',
    async play(stage) {
      await stage.talk();
      expect(await supervise(stage, 'monitor')).toBe('done');
      const leg = asId<LegId>('c1.2');
      for (const wish of [
        { type: 'cmd.hold', call, by: lan },
        { type: 'cmd.consult', call, to: toMai, by: lan },
        { type: 'cmd.addParty', call, to: toMai, by: lan },
        { type: 'cmd.park', call, by: lan },
        { type: 'cmd.record', call, on: true, by: minh },
        { type: 'cmd.mute', leg, by: lan },
        { type: 'cmd.digits', leg, digits: '1', by: lan },
      ] as const)
        expect(await stage.refusal(wish)).toBe('unsupported');
      await stage.hears(hearings.monitor);
      expect(await stage.outcome({ type: 'cmd.stop', call, by: minh })).toBe('done');
      await stage.hears({});
    },
  },
];
