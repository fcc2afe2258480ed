import { expect } from 'vitest';
import type { Desk } from './desk.ts';
import type { Case, Has } from './index.ts';

const back = (desk: Desk) => desk.events.findLast((event) => event.type === 'switch.back');

/** The connection between engine and switch, and the life of the switch. */
export function connectionCases(that: Case, has: Has, restarts: boolean): void {
  if (has('join')) {
    that('a call outlives the connection, and what exists is listed when it is back', async (desk) => {
      const { customer, agent } = await desk.talk();
      await desk.rig.whileLost(async () => {
        await desk.until('the loss to be told', () => desk.events.some(({ type }) => type === 'switch.lost'));
        await desk.hears({ customer: 'agent', agent: 'customer' });
      });
      await desk.until('the switch to be back', () => back(desk) !== undefined);
      if (has('list')) {
        const listed = back(desk)?.snapshot?.legs.toSorted((one, other) => one.native.localeCompare(other.native));
        expect(listed).toEqual(
          [customer, agent]
            .toSorted((one, other) => one.localeCompare(other))
            .map((native) => ({ native, up: true, at: 'main' })),
        );
      } else expect(back(desk)?.snapshot).toBeNull();
      await desk.hears({ customer: 'agent', agent: 'customer' });
    });

    that('effects are performed as before when the connection is back', async (desk) => {
      const { customer } = await desk.talk();
      await desk.rig.whileLost(() => Promise.resolve());
      await desk.until('the switch to be back', () => back(desk) !== undefined);
      const colleague = await desk.dials('colleague');
      expect(await desk.did({ do: 'join', leg: colleague })).toBe('done');
      await desk.hears({ customer: 'agent colleague', agent: 'customer colleague', colleague: 'agent customer' });
      desk.rig.phones.customer.hangUp();
      await desk.sees(customer, 'ended');
    });
  }

  if (has('list')) {
    that('who hangs up meanwhile is not listed', async (desk) => {
      const leg = await desk.dials('agent');
      await desk.rig.whileLost(async () => {
        desk.rig.phones.agent.hangUp();
        await desk.until('the phone to be idle', () => desk.rig.phones.agent.state() === 'idle');
        await desk.until('the leg to be gone', async () => (await desk.rig.leftOver()).length === 0);
      });
      await desk.until('the switch to be back', () => back(desk) !== undefined);
      expect(back(desk)?.snapshot?.legs.map(({ native }) => native)).not.toContain(leg);
    });

    that('what exists is listed on request', async (desk) => {
      expect(await desk.rig.port.snapshot()).toEqual({ legs: [] });
      const leg = await desk.dials('agent');
      expect(await desk.rig.port.snapshot()).toEqual({ legs: [{ native: leg, up: true, at: 'none' }] });
    });
  } else {
    that('what exists cannot be asked for', async (desk) => {
      await expect(desk.rig.port.snapshot()).rejects.toThrow('cannot list');
    });
  }

  if (has('list', 'join', 'monitor')) {
    that('a supervisor is listed with whom they tap and how', async (desk) => {
      const { agent } = await desk.talk();
      const supervisor = await desk.dials('supervisor');
      for (const mode of ['monitor', 'whisper', 'barge'] as const) {
        expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode })).toBe('done');
        const { legs } = await desk.rig.port.snapshot();
        expect(legs.find(({ native }) => native === supervisor)).toEqual({
          native: supervisor,
          up: true,
          at: 'tap',
          target: agent,
          mode,
        });
      }
    });
  }

  if (!restarts) return;
  that('a switch that dies and starts anew is known by another epoch, and has forgotten everything', async (desk) => {
    await desk.dials('agent');
    await desk.rig.whileLost(() => Promise.resolve());
    await desk.until('the switch to be back', () => back(desk) !== undefined);
    const before = back(desk)?.epoch;
    await desk.rig.restart();
    await desk.until('the switch to be back', () => back(desk)?.epoch !== before);
    expect(back(desk)?.snapshot).toEqual(has('list') ? { legs: [] } : null);
    expect(desk.events.filter(({ type }) => type === 'switch.lost')).toHaveLength(2);
    await desk.dials('colleague');
  });
}
