import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDesk, type Desk } from '../../support/switch-contract/desk.ts';
import { openBench, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

const race = (sentence: string, run: (desk: Desk) => Promise<void>): void => {
  it(sentence, async () => {
    const rig = await bench.open();
    try {
      const desk = openDesk(rig);
      await run(desk);
      await desk.clear();
    } finally {
      await rig.close();
    }
  });
};
const isAnswered = (desk: Desk, op: string, leg: string, what: string): boolean =>
  desk.events.some((event) => 'op' in event && event.op === op) ||
  desk.story(leg).some((told) => told.startsWith(what));

describe('races on FreeSWITCH', () => {
  for (const afterMs of [0, 2, 5, 12, 25]) {
    race(
      `an agent hangs up ${afterMs} ms after a supervisor has begun to listen: customer and supervisor stay`,
      async (desk) => {
        const { customer, agent } = await desk.talk();
        const supervisor = await desk.dials('supervisor');
        const op = desk.ask({ do: 'tap', leg: supervisor, target: agent, mode: 'monitor' });
        if (afterMs > 0) await desk.rig.pass(afterMs);
        desk.rig.phones.agent.hangUp();
        await desk.sees(agent, 'ended normal');
        await desk.until('an answer to the tap', () => isAnswered(desk, op, supervisor, 'placed'));
        expect(desk.rig.phones.supervisor.state()).toBe('talking');
        expect(await desk.did({ do: 'join', leg: supervisor })).toBe('done');
        await desk.hears({ customer: 'supervisor', supervisor: 'customer' });
        expect(desk.story(customer).some((told) => told.startsWith('ended'))).toBe(false);
      },
    );

    race(`an agent hangs up ${afterMs} ms after a takeover was asked for: the customer is kept`, async (desk) => {
      const { customer, agent } = await desk.talk();
      const supervisor = await desk.dials('supervisor');
      desk.ask({ do: 'join', leg: supervisor, instead: agent });
      if (afterMs > 0) await desk.rig.pass(afterMs);
      desk.rig.phones.agent.hangUp();
      await desk.sees(agent, 'ended normal');
      await desk.until('the supervisor to be told of', () => desk.story(supervisor).length > 2);
      expect(await desk.did({ do: 'join', leg: supervisor })).toBe('done');
      await desk.hears({ customer: 'supervisor', supervisor: 'customer' });
      expect(desk.story(customer).some((told) => told.startsWith('ended'))).toBe(false);
    });

    race(`a supervisor hangs up ${afterMs} ms after beginning to whisper: the call goes on`, async (desk) => {
      const { agent } = await desk.talk();
      const supervisor = await desk.dials('supervisor');
      desk.ask({ do: 'tap', leg: supervisor, target: agent, mode: 'whisper' });
      if (afterMs > 0) await desk.rig.pass(afterMs);
      desk.rig.phones.supervisor.hangUp();
      await desk.sees(supervisor, 'ended normal');
      await desk.hears({ customer: 'agent', agent: 'customer' });
    });
  }

  race(
    'two supervisors put in the place of the agent at once: the customer talks with both, and loses neither',
    async (desk) => {
      const { agent } = await desk.talk();
      const [one, other] = [await desk.dials('supervisor'), await desk.dials('manager')];
      for (const leg of [one, other]) desk.ask({ do: 'join', leg, instead: agent });
      for (const leg of [one, other]) await desk.sees(leg, 'placed main');
      await desk.hears({
        customer: 'supervisor manager',
        supervisor: 'customer manager',
        manager: 'customer supervisor',
      });
    },
  );

  race('a phone that is hung up on in the moment of its answer is not left ringing', async (desk) => {
    for (let n = 0; n < 10; n += 1) {
      const leg = desk.newLeg();
      desk.ask({ do: 'dial', leg, to: desk.rig.phones.agent.endpoint });
      await desk.rig.pass(n);
      desk.ask({ do: 'hangUp', leg, cause: 'cancelled' });
      await desk.sees(leg, 'ended');
      await desk.until('the phone to be idle', () => desk.rig.phones.agent.state() === 'idle');
    }
  });

  for (const what of ['tap', 'join', 'dial'] as const) {
    race(`the connection breaks while a ${what} is under way: what is there can be used, and ended`, async (desk) => {
      const { agent } = await desk.talk();
      const supervisor = await desk.dials('supervisor');
      const colleague = desk.newLeg();
      const isBack = () => desk.events.some(({ type }) => type === 'switch.back');
      await desk.rig.whileLost(async () => {
        if (what === 'tap') desk.ask({ do: 'tap', leg: supervisor, target: agent, mode: 'whisper' });
        if (what === 'join') desk.ask({ do: 'join', leg: supervisor });
        if (what === 'dial') desk.ask({ do: 'dial', leg: colleague, to: desk.rig.phones.colleague.endpoint });
        await desk.until('the loss', () => desk.events.some(({ type }) => type === 'switch.lost'));
      });
      await desk.until('the switch to be back', isBack);
      expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'monitor' })).toBe('done');
      await desk.hears({ customer: 'agent', agent: 'customer', supervisor: 'customer agent' });
    });
  }
});
