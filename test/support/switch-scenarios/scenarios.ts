import { asId } from '@legwork/core';
import type { Actor, LegId, Mode } from '@legwork/core';
import { expect } from 'vitest';
import { hearings, lan, minh, seat, supervisor, toMai, together } from './people.ts';
import { call, type Stage } from './stage.ts';

/** A story that every switch tells the same way. */
export interface Scenario {
  readonly name: string;
  readonly play: (stage: Stage) => Promise<void>;
}

export const supervise = (stage: Stage, mode: Mode) =>
  stage.outcome({ type: 'cmd.supervise', call, supervisor, mode, scope: 'call', by: minh });

export const scenarios: readonly Scenario[] = [
  {
    name: 'a call is answered, talked and ended by the customer',
    async play(stage) {
      await stage.talk();
      await stage.hears(together);
      stage.rig.phones.customer.hangUp();
      await stage.until({ type: 'call.closed', end: 'customerLeft' });
    },
  },
  {
    name: 'a customer gives up before anybody answers',
    async play(stage) {
      stage.rig.phones.agent.set('ringsOut');
      stage.rig.phones.colleague.set('ringsOut');
      stage.rig.phones.customer.call(stage.rig.hotline);
      await stage.until({ type: 'leg.ringing' });
      // A switch may say later that there is music than that a phone rings.
      await stage.until({ type: 'leg.placed', place: 'treated' });
      stage.rig.phones.customer.hangUp();
      await stage.until({ type: 'call.closed' });
    },
  },
  {
    name: 'an agent who is busy is passed over',
    async play(stage) {
      stage.rig.phones.agent.set('isBusy');
      await stage.talk();
      await stage.hears({ customer: 'colleague', colleague: 'customer' });
    },
  },
  {
    name: 'a supervisor monitors, whispers, barges and leaves',
    async play(stage) {
      await stage.talk();
      expect(await supervise(stage, 'monitor')).toBe('done');
      await stage.hears(hearings.monitor);
      for (const mode of ['whisper', 'barge', 'monitor', 'barge', 'whisper', 'monitor'] as const) {
        expect(await stage.outcome({ type: 'cmd.switchMode', seat, mode, by: minh })).toBe('done');
        await stage.hears(hearings[mode]);
      }
      expect(await stage.outcome({ type: 'cmd.leave', seat, by: minh })).toBe('done');
      await stage.hears(together);
    },
  },
  {
    name: 'a supervisor who monitors takes over',
    async play(stage) {
      await stage.talk();
      expect(await supervise(stage, 'monitor')).toBe('done');
      expect(await stage.outcome({ type: 'cmd.takeover', call, supervisor, by: minh })).toBe('done');
      await stage.hears({ customer: 'supervisor', supervisor: 'customer' });
    },
  },
  {
    name: 'a supervisor takes over without having listened',
    async play(stage) {
      await stage.talk();
      expect(await stage.outcome({ type: 'cmd.takeover', call, supervisor, by: minh })).toBe('done');
      await stage.hears({ customer: 'supervisor', supervisor: 'customer' });
    },
  },
  {
    name: 'of two supervisors who take over at once one wins',
    async play(stage) {
      await stage.talk();
      const first = stage.ask({ type: 'cmd.takeover', call, supervisor, by: minh });
      const hoa: Actor = { role: 'supervisor', id: 'hoa' };
      const second = stage.ask({ type: 'cmd.takeover', call, supervisor: asId('hoa'), by: hoa });
      expect([await stage.resolved(first), await stage.resolved(second)]).toEqual(['done', 'refused']);
      await stage.hears({ customer: 'supervisor', supervisor: 'customer' });
    },
  },
  {
    name: 'a supervisor transfers the call to another agent',
    async play(stage) {
      await stage.talk();
      expect(await stage.outcome({ type: 'cmd.transfer', call, to: toMai, by: minh })).toBe('done');
      await stage.hears({ customer: 'colleague', colleague: 'customer' });
    },
  },
  {
    name: 'a transfer to a phone that rejects leaves customer and agent together',
    async play(stage) {
      await stage.talk();
      stage.rig.phones.colleague.set('rejects');
      expect(await stage.outcome({ type: 'cmd.transfer', call, to: toMai, by: minh })).toBe('failed');
      await stage.hears(together);
    },
  },
  {
    name: 'a supervisor follows a transfer by listening on',
    async play(stage) {
      await stage.talk();
      expect(await supervise(stage, 'whisper')).toBe('done');
      expect(await stage.outcome({ type: 'cmd.transfer', call, to: toMai, by: minh })).toBe('done');
      await stage.hears({ customer: 'colleague', colleague: 'customer', supervisor: 'colleague customer' });
    },
  },
  {
    name: 'a customer is put on hold while a supervisor listens, and comes back',
    async play(stage) {
      await stage.talk();
      expect(await supervise(stage, 'barge')).toBe('done');
      expect(await stage.outcome({ type: 'cmd.hold', call, by: lan })).toBe('done');
      await stage.hears({ agent: 'supervisor', supervisor: 'agent' });
      expect(await stage.outcome({ type: 'cmd.resume', call, by: lan })).toBe('done');
      await stage.hears(hearings.barge);
    },
  },
  {
    name: 'an agent consults a colleague and hands the customer over',
    async play(stage) {
      await stage.talk();
      expect(await stage.outcome({ type: 'cmd.consult', call, to: toMai, by: lan })).toBe('done');
      await stage.hears({ agent: 'colleague', colleague: 'agent' });
      expect(await stage.outcome({ type: 'cmd.complete', call, by: lan })).toBe('done');
      await stage.hears({ customer: 'colleague', colleague: 'customer' });
    },
  },
  {
    name: 'a third party is added and dropped',
    async play(stage) {
      await stage.talk();
      expect(await stage.outcome({ type: 'cmd.addParty', call, to: toMai, by: lan })).toBe('done');
      await stage.hears({ customer: 'agent colleague', agent: 'customer colleague', colleague: 'customer agent' });
      expect(await stage.outcome({ type: 'cmd.drop', leg: asId<LegId>('c1.3'), by: lan })).toBe('done');
      await stage.hears(together);
    },
  },
  {
    name: 'the agent hangs up, and the supervisor who barges stays with the customer',
    async play(stage) {
      await stage.talk();
      expect(await supervise(stage, 'barge')).toBe('done');
      stage.rig.phones.agent.hangUp();
      await stage.until({ type: 'leg.placed', leg: 's1.1', place: 'main' });
      await stage.handedOver();
      await stage.hears({ customer: 'supervisor', supervisor: 'customer' });
    },
  },
  {
    name: 'a supervisor hangs up while listening, and the call goes on',
    async play(stage) {
      await stage.talk();
      expect(await supervise(stage, 'whisper')).toBe('done');
      stage.rig.phones.supervisor.hangUp();
      await stage.until({ type: 'seat.changed', state: 'gone' });
      await stage.hears(together);
    },
  },
  {
    name: 'a supervisor stops a call',
    async play(stage) {
      await stage.talk();
      expect(await supervise(stage, 'monitor')).toBe('done');
      expect(await stage.outcome({ type: 'cmd.stop', call, by: minh })).toBe('done');
      await stage.until({ type: 'call.closed', end: 'stopped' });
      await stage.hears({});
    },
  },
];
