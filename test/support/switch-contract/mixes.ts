import { expect } from 'vitest';
import type { Case, Has } from './index.ts';

/** Who talks together. */
export function mixCases(that: Case, has: Has): void {
  that('customer and agent are put together and hear each other', async (desk) => {
    const { customer, agent } = await desk.talk();
    for (const leg of [customer, agent]) expect(desk.story(leg).at(-1)).toBe('placed main');
    await desk.hears({ customer: 'agent', agent: 'customer' });
  });

  that('whoever is alone in a mix hears nobody', async (desk) => {
    const leg = await desk.dials('agent');
    expect(await desk.did({ do: 'join', leg })).toBe('done');
    await desk.hears({});
  });

  that('joining again where one is changes nothing', async (desk) => {
    const { customer, agent } = await desk.talk();
    expect(await desk.did({ do: 'join', leg: agent })).toBe('done');
    expect(desk.story(agent).at(-1)).toBe('placed main');
    await desk.hears({ customer: 'agent', agent: 'customer' });
    expect(desk.story(customer).at(-1)).toBe('placed main');
  });

  that('a leg that has not answered joins nothing', async (desk) => {
    desk.rig.phones.agent.set('ringsOut');
    const leg = desk.newLeg();
    desk.ask({ do: 'dial', leg, to: desk.rig.phones.agent.endpoint });
    await desk.sees(leg, 'ringing');
    const op = desk.ask({ do: 'join', leg });
    await desk.until('the refusal', () => desk.events.some((event) => 'op' in event && event.op === op));
    expect(desk.story(leg)).not.toContain('placed main');
    expect(desk.story(leg).at(-1)).toMatch(/^refused/);
  });

  that('the first to speak to a leg that has ended learns that it is gone', async (desk) => {
    const { agent } = await desk.talk();
    desk.rig.phones.agent.hangUp();
    await desk.sees(agent, 'ended');
    expect(await desk.did({ do: 'join', leg: agent })).toMatch(/^noSuchLeg|^ended/);
  });

  that('one agent stands in for another, and the customer hears one at a time', async (desk) => {
    const { customer, agent } = await desk.talk();
    const colleague = await desk.dials('colleague');
    expect(await desk.did({ do: 'join', leg: colleague, instead: agent })).toBe('done');
    await desk.hears({ customer: 'colleague', colleague: 'customer' });
    desk.ask({ do: 'hangUp', leg: agent });
    await desk.sees(agent, 'ended');
    await desk.hears({ customer: 'colleague', colleague: 'customer' });
    expect(desk.story(customer).some((told) => told.startsWith('ended'))).toBe(false);
  });

  that('three parties hear each other', async (desk) => {
    await desk.talk();
    const leg = await desk.dials('colleague');
    expect(await desk.did({ do: 'join', leg })).toBe('done');
    await desk.hears({ customer: 'agent colleague', agent: 'customer colleague', colleague: 'agent customer' });
    desk.ask({ do: 'hangUp', leg });
    await desk.sees(leg, 'ended');
    await desk.hears({ customer: 'agent', agent: 'customer' });
  });

  if (has('treat')) {
    that('a customer on hold hears nobody, is heard by nobody, and comes back', async (desk) => {
      const { customer } = await desk.talk();
      expect(await desk.did({ do: 'treat', leg: customer })).toBe('done');
      await desk.hears({});
      expect(await desk.did({ do: 'join', leg: customer })).toBe('done');
      await desk.hears({ customer: 'agent', agent: 'customer' });
    });

    that('a consult is not heard by the customer, who is on hold', async (desk) => {
      const { customer, agent } = await desk.talk();
      await desk.did({ do: 'treat', leg: customer });
      const colleague = await desk.dials('colleague');
      for (const leg of [agent, colleague]) expect(await desk.did({ do: 'join', leg, mix: 'side' })).toBe('done');
      await desk.hears({ agent: 'colleague', colleague: 'agent' });
      for (const leg of [customer, agent, colleague]) expect(await desk.did({ do: 'join', leg })).toBe('done');
      await desk.hears({ customer: 'agent colleague', agent: 'customer colleague', colleague: 'agent customer' });
    });
  }

  if (has('mute')) {
    that('a muted leg hears and is not heard', async (desk) => {
      const { agent } = await desk.talk();
      expect(await desk.did({ do: 'mute', leg: agent, on: true })).toBe('done');
      await desk.hears({ agent: 'customer' });
      expect(await desk.did({ do: 'mute', leg: agent, on: false })).toBe('done');
      await desk.hears({ customer: 'agent', agent: 'customer' });
    });
  }

  if (has('record')) {
    that('a call is recorded', async (desk) => {
      await desk.talk();
      expect(await desk.did({ do: 'record', on: true })).toBe('done');
      await desk.lasts(500);
      expect(await desk.did({ do: 'record', on: false })).toBe('done');
      await desk.until('customer and agent on the recording', async () => {
        const voices = await desk.rig.recorded(desk.call);
        return voices.toSorted().join(' ') === 'agent customer';
      });
    });
  }
}
