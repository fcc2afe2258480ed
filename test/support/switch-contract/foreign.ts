import { expect } from 'vitest';
import type { Desk } from './desk.ts';
import type { Case, Has } from './index.ts';

/** The customer and the agent of a call that others have set up. */
async function comesUpon(desk: Desk): Promise<{ readonly customer: string; readonly agent: string }> {
  const { foreignCall } = desk.rig;
  if (foreignCall === undefined) return expect.fail('the rig says that it finds calls of others and has none');
  foreignCall();
  const legs = () => desk.events.find((event) => event.type === 'call.found')?.legs;
  await desk.until('the call to be found', () => legs() !== undefined);
  const named = (role: 'customer' | 'agent'): string => legs()?.find((leg) => leg.role === role)?.native ?? '';
  return { customer: named('customer'), agent: named('agent') };
}

/** Calls that Legwork did not start: an existing dialplan, with queues and all. */
export function foreignCases(that: Case, has: Has): void {
  that('a call of others is found with its customer and its agent', async (desk) => {
    const { customer, agent } = await comesUpon(desk);
    expect(customer).not.toBe(agent);
    await desk.hears({ customer: 'agent', agent: 'customer' });
  });

  that('a call of others is supervised without being touched', async (desk) => {
    const { agent } = await comesUpon(desk);
    const supervisor = await desk.dials('supervisor');
    const tap = { do: 'tap', leg: supervisor, target: agent } as const;
    expect(await desk.did({ ...tap, mode: 'monitor' })).toBe('done');
    await desk.hears({ customer: 'agent', agent: 'customer', supervisor: 'customer agent' });
    expect(desk.rig.everHeard()).toMatchObject({ customer: ['agent'], agent: ['customer'] });
    expect(await desk.did({ ...tap, mode: 'whisper' })).toBe('done');
    await desk.hears({ customer: 'agent', agent: 'customer supervisor', supervisor: 'customer agent' });
    expect(await desk.did({ ...tap, mode: 'barge' })).toBe('done');
    await desk.hears({ customer: 'agent supervisor', agent: 'customer supervisor', supervisor: 'customer agent' });
  });

  that('a call of others is stopped', async (desk) => {
    const { customer, agent } = await comesUpon(desk);
    for (const leg of [customer, agent]) desk.ask({ do: 'hangUp', leg });
    for (const name of ['customer', 'agent'] as const)
      await desk.until(`the ${name}'s phone to be idle`, () => desk.rig.phones[name].state() === 'idle');
    for (const leg of [customer, agent])
      await desk.until(`${leg} to have ended`, () => /^ended|^refused noSuchLeg/.test(desk.story(leg).at(-1) ?? ''));
  });

  if (has('claim', 'join')) {
    that('a call of others that is claimed goes on, and can be handed to a colleague', async (desk) => {
      const { customer, agent } = await comesUpon(desk);
      expect(await desk.did({ do: 'claim', legs: [customer, agent] })).toBe('done');
      await desk.hears({ customer: 'agent', agent: 'customer' });
      const colleague = await desk.dials('colleague');
      expect(await desk.did({ do: 'join', leg: customer })).toBe('done');
      expect(await desk.did({ do: 'join', leg: colleague, instead: agent })).toBe('done');
      desk.ask({ do: 'hangUp', leg: agent });
      await desk.hears({ customer: 'colleague', colleague: 'customer' });
    });
  }
}
