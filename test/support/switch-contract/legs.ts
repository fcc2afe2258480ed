import { expect } from 'vitest';
import type { Case, Has } from './index.ts';

/** One leg at a time: offered, answered, dialled, ended. */
export function legCases(that: Case, has: Has): void {
  that('a customer arrives, is answered, and hangs up', async (desk) => {
    const leg = await desk.arrives();
    const offer = desk.events.find(({ type }) => type === 'leg.offered');
    expect(offer).toMatchObject({ switch: desk.rig.id, basis: 'seen', to: desk.rig.hotline });
    expect(await desk.did({ do: 'answer', leg })).toBe('done');
    await desk.until('the phone to be answered', () => desk.rig.phones.customer.state() === 'talking');
    desk.rig.phones.customer.hangUp();
    await desk.sees(leg, 'ended normal');
    expect(desk.story(leg)).toEqual(['offered', 'answered', 'ended normal']);
  });

  that('a customer who gives up before the answer has ended', async (desk) => {
    const leg = await desk.arrives();
    desk.rig.phones.customer.hangUp();
    await desk.sees(leg, 'ended');
    expect(desk.story(leg).filter((told) => told === 'answered')).toEqual([]);
  });

  that('a customer is turned away without an answer', async (desk) => {
    const leg = await desk.arrives();
    expect(await desk.did({ do: 'hangUp', leg, cause: 'busy' })).toMatch(/^done|^ended/);
    await desk.until('the phone to be idle', () => desk.rig.phones.customer.state() === 'idle');
  });

  that('a phone that is dialled rings and answers', async (desk) => {
    const leg = await desk.dials('agent');
    expect(desk.rig.phones.agent.state()).toBe('talking');
    expect(desk.story(leg)).toEqual(['ringing', 'answered']);
  });

  for (const [who, answering, cause] of [
    ['a phone that is busy', 'isBusy', 'busy'],
    ['a phone that rejects', 'rejects', 'rejected'],
    ['a phone that nobody answers', 'ringsOut', 'noAnswer'],
  ] as const) {
    that(`${who} ends as ${cause}`, async (desk) => {
      desk.rig.phones.agent.set(answering);
      const leg = desk.newLeg();
      desk.ask({ do: 'dial', leg, to: desk.rig.phones.agent.endpoint, ringMs: 1500 });
      await desk.sees(leg, `ended ${cause}`);
      await desk.until('the phone to be idle', () => desk.rig.phones.agent.state() === 'idle');
    });
  }

  that('an endpoint that nobody has is unreachable', async (desk) => {
    const leg = desk.newLeg();
    desk.ask({ do: 'dial', leg, to: desk.rig.nowhere });
    await desk.sees(leg, 'ended unreachable');
  });

  that('a phone that is hung up on while it rings stops ringing', async (desk) => {
    desk.rig.phones.agent.set('ringsOut');
    const leg = desk.newLeg();
    desk.ask({ do: 'dial', leg, to: desk.rig.phones.agent.endpoint });
    await desk.sees(leg, 'ringing');
    await desk.until('the phone to ring', () => desk.rig.phones.agent.state() === 'ringing');
    desk.ask({ do: 'hangUp', leg, cause: 'cancelled' });
    await desk.sees(leg, 'ended');
    await desk.until('the phone to be idle', () => desk.rig.phones.agent.state() === 'idle');
    expect(desk.story(leg)).not.toContain('answered');
  });

  that('the same effect asked for twice rings once', async (desk) => {
    const leg = await desk.dials('agent');
    desk.askAgain();
    await desk.until('a second answer', () => desk.story(leg).length > 2);
    expect(desk.story(leg).filter((told) => told.startsWith('refused') || told.startsWith('ended'))).toEqual([]);
    expect(desk.rig.phones.agent.state()).toBe('talking');
  });

  that('another dialling under the same id is refused, and leaves the first alone', async (desk) => {
    const leg = await desk.dials('agent');
    const op = desk.ask({ do: 'dial', leg, to: desk.rig.phones.colleague.endpoint });
    await desk.until('the refusal', () => desk.events.some((event) => 'op' in event && event.op === op));
    expect(desk.rig.phones.colleague.state()).toBe('idle');
    expect(desk.rig.phones.agent.state()).toBe('talking');
  });

  that('a leg that was hung up has ended, and to hang it up again says that it is not there', async (desk) => {
    const leg = await desk.dials('agent');
    expect(await desk.did({ do: 'hangUp', leg })).toMatch(/^done|^ended/);
    await desk.until('the phone to be idle', () => desk.rig.phones.agent.state() === 'idle');
    const op = desk.ask({ do: 'hangUp', leg });
    await desk.until('the refusal', () => desk.events.some((event) => 'op' in event && event.op === op));
    expect(desk.story(leg).at(-1)).toBe('refused noSuchLeg');
    expect(desk.story(leg).filter((told) => told.startsWith('ended'))).toHaveLength(1);
  });

  that('whoever has been dialled hangs up', async (desk) => {
    const leg = await desk.dials('agent');
    desk.rig.phones.agent.hangUp();
    await desk.sees(leg, 'ended normal');
  });

  if (has('digits')) {
    that('digits are sent, and digits that are pressed are seen', async (desk) => {
      const leg = await desk.dials('agent');
      expect(await desk.did({ do: 'digits', leg, digits: '12#' })).toBe('done');
      await desk.until('the digits to arrive', () => desk.rig.phones.agent.digits() === '12#');
      desk.rig.phones.agent.press('7');
      await desk.until('the digit to be seen', () =>
        desk.events.some((event) => event.type === 'leg.digits' && !event.sent && event.digits === '7'),
      );
    });
  }

  if (has('play')) {
    that('a prompt is played to its end', async (desk) => {
      const leg = await desk.arrives();
      await desk.did({ do: 'answer', leg });
      expect(await desk.did({ do: 'play', leg, prompt: desk.rig.prompt })).toBe('done');
    });

    that('a prompt ends with the leg to which it is played', async (desk) => {
      const leg = await desk.arrives();
      await desk.did({ do: 'answer', leg });
      desk.ask({ do: 'play', leg, prompt: desk.rig.prompt });
      desk.rig.phones.customer.hangUp();
      await desk.sees(leg, 'ended normal');
    });
  }

  if (has('redirect')) {
    that('a customer is sent to a phone blindly', async (desk) => {
      const customer = await desk.arrives();
      await desk.did({ do: 'answer', leg: customer });
      const target = desk.newLeg();
      desk.ask({ do: 'redirect', leg: customer, target, to: desk.rig.phones.agent.endpoint });
      await desk.sees(target, 'answered');
      for (const leg of [customer, target]) await desk.sees(leg, 'placed main');
      await desk.hears({ customer: 'agent', agent: 'customer' });
    });

    that('whom a blind transfer replaces is gone', async (desk) => {
      const { customer, agent } = await desk.talk();
      const target = desk.newLeg();
      desk.ask({ do: 'redirect', leg: customer, target, to: desk.rig.phones.colleague.endpoint, instead: agent });
      await desk.sees(agent, 'ended');
      await desk.sees(target, 'placed main');
      await desk.hears({ customer: 'colleague', colleague: 'customer' });
    });
  }
}
