import type { Mode } from '@legwork/core';
import { expect } from 'vitest';
import type { Desk } from './desk.ts';
import type { Case, Has } from './index.ts';
import type { PhoneName } from './rig.ts';

const modes = ['monitor', 'whisper', 'barge'] as const satisfies readonly Mode[];

/** Who hears whom while a supervisor taps the agent. */
const hearings: Readonly<Record<Mode, Partial<Record<PhoneName, string>>>> = {
  monitor: { customer: 'agent', agent: 'customer', supervisor: 'customer agent' },
  whisper: { customer: 'agent', agent: 'customer supervisor', supervisor: 'customer agent' },
  barge: { customer: 'agent supervisor', agent: 'customer supervisor', supervisor: 'customer agent' },
};

interface Supervised {
  readonly customer: string;
  readonly agent: string;
  readonly supervisor: string;
}

async function supervised(desk: Desk, mode: Mode): Promise<Supervised> {
  const { customer, agent } = await desk.talk();
  const supervisor = await desk.dials('supervisor');
  expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode })).toBe('done');
  return { customer, agent, supervisor };
}

/** Supervisors: heard by exactly those whom their mode names. */
export function tapCases(that: Case, has: Has): void {
  that('a supervisor who monitors hears both and was never heard by anybody', async (desk) => {
    await supervised(desk, 'monitor');
    await desk.hears(hearings.monitor);
    expect(desk.rig.everHeard()).toMatchObject({ customer: ['agent'], agent: ['customer'] });
  });

  that('a supervisor who whispers is heard by the agent and was never heard by the customer', async (desk) => {
    await supervised(desk, 'whisper');
    await desk.hears(hearings.whisper);
    expect(desk.rig.everHeard()).toMatchObject({ customer: ['agent'] });
  });

  that('a supervisor who barges is heard by both', async (desk) => {
    await supervised(desk, 'barge');
    await desk.hears(hearings.barge);
  });

  for (const from of modes) {
    for (const to of modes.filter((mode) => mode !== from)) {
      that(`a supervisor goes from ${from} to ${to} and back`, async (desk) => {
        const { agent, supervisor } = await supervised(desk, from);
        await desk.hears(hearings[from]);
        for (const mode of [to, from]) {
          expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode })).toBe('done');
          await desk.hears(hearings[mode]);
        }
        if (from !== 'barge' && to !== 'barge') expect(desk.rig.everHeard()).toMatchObject({ customer: ['agent'] });
      });
    }
  }

  that('a supervisor who hangs up leaves the call as it was', async (desk) => {
    const { customer, agent, supervisor } = await supervised(desk, 'whisper');
    desk.rig.phones.supervisor.hangUp();
    await desk.sees(supervisor, 'ended normal');
    await desk.hears({ customer: 'agent', agent: 'customer' });
    for (const leg of [customer, agent]) expect(desk.story(leg).some((told) => told.startsWith('ended'))).toBe(false);
  });

  that('a supervisor whose agent hangs up hears nobody and is heard by nobody', async (desk) => {
    const { agent, supervisor } = await supervised(desk, 'monitor');
    desk.rig.phones.agent.hangUp();
    await desk.sees(agent, 'ended normal');
    await desk.until('the supervisor to be out', () => /^placed none|^ended/.test(desk.story(supervisor).at(-1) ?? ''));
    await desk.hears({});
  });

  that('nobody taps a leg that is not there', async (desk) => {
    const { agent } = await desk.talk();
    const supervisor = await desk.dials('supervisor');
    desk.rig.phones.agent.hangUp();
    await desk.sees(agent, 'ended');
    const op = desk.ask({ do: 'tap', leg: supervisor, target: agent, mode: 'monitor' });
    await desk.until('the refusal', () => desk.events.some((event) => 'op' in event && event.op === op));
    expect(desk.story(supervisor).at(-1)).toMatch(/^refused/);
    expect(desk.story(supervisor).at(-1)).not.toBe('refused noSuchLeg');
  });

  that('two supervisors hear the call, and the customer neither of them', async (desk) => {
    const { agent } = await supervised(desk, 'whisper');
    const manager = await desk.dials('manager');
    expect(await desk.did({ do: 'tap', leg: manager, target: agent, mode: 'monitor' })).toBe('done');
    const { coWhisper } = desk.rig.port.capabilities.traits;
    await desk.hears({ ...hearings.whisper, manager: coWhisper ? 'customer agent supervisor' : 'customer agent' });
    expect(desk.rig.everHeard()).toMatchObject({ customer: ['agent'] });
  });

  if (has('join')) {
    that('a supervisor takes over: the agent is out, and the customer goes on talking', async (desk) => {
      const { customer, agent, supervisor } = await supervised(desk, 'monitor');
      expect(await desk.did({ do: 'join', leg: supervisor, instead: agent })).toBe('done');
      await desk.hears({ customer: 'supervisor', supervisor: 'customer' });
      desk.ask({ do: 'hangUp', leg: agent });
      await desk.sees(agent, 'ended');
      await desk.hears({ customer: 'supervisor', supervisor: 'customer' });
      expect(desk.story(customer).some((told) => told.startsWith('ended'))).toBe(false);
    });

    that('a supervisor follows the call to the agent it was handed to', async (desk) => {
      const { agent, supervisor } = await supervised(desk, 'monitor');
      const colleague = await desk.dials('colleague');
      expect(await desk.did({ do: 'join', leg: colleague, instead: agent })).toBe('done');
      desk.ask({ do: 'hangUp', leg: agent });
      await desk.sees(agent, 'ended');
      expect(await desk.did({ do: 'tap', leg: supervisor, target: colleague, mode: 'monitor' })).toBe('done');
      await desk.hears({ customer: 'colleague', colleague: 'customer', supervisor: 'customer colleague' });
    });
  }

  if (has('join', 'treat')) {
    that('while the customer is on hold the supervisor hears the agent alone', async (desk) => {
      const { customer } = await supervised(desk, 'barge');
      expect(await desk.did({ do: 'treat', leg: customer })).toBe('done');
      await desk.hears({ agent: 'supervisor', supervisor: 'agent' });
      expect(await desk.did({ do: 'join', leg: customer })).toBe('done');
      await desk.hears(hearings.barge);
    });
  }

  if (has('record')) {
    that('a whisper is in no recording', async (desk) => {
      await supervised(desk, 'whisper');
      await desk.did({ do: 'record', on: true });
      await desk.lasts(500);
      await desk.hears(hearings.whisper);
      await desk.did({ do: 'record', on: false });
      await desk.until('customer and agent on the recording', async () => {
        const voices = await desk.rig.recorded(desk.call);
        return voices.toSorted().join(' ') === 'agent customer';
      });
    });
  }
}
