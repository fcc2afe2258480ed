import { asId } from '@legwork/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDesk } from '../../support/switch-contract/desk.ts';
import {
  hangUpOnListener,
  hangUpWhispering,
  isBackAfter,
  racesOfAnySwitch,
  racesOn,
} from '../../support/switch-contract/races.ts';
import { openBench, type Bench } from './rig.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

const race = racesOn(() => bench.open());

describe('races on a real Asterisk', () => {
  for (const afterMs of [0, 1, 2, 3, 5, 8, 12, 20]) {
    race(
      `an agent hangs up ${afterMs} ms after a supervisor has begun to listen: the supervisor is free again`,
      async (desk) => {
        const { supervisor } = await hangUpOnListener(desk, afterMs);
        await desk.until('the supervisor to be nowhere', async () => {
          const { legs } = await desk.rig.port.snapshot();
          return legs.find(({ native }) => native === supervisor)?.at === 'none';
        });
        expect(desk.rig.phones.supervisor.state()).toBe('talking');
      },
    );

    race(`a supervisor hangs up ${afterMs} ms after beginning to whisper: no snoop stays behind`, async (desk) => {
      await hangUpWhispering(desk, afterMs);
      await desk.until('two channels and one bridge', async () => (await desk.rig.leftOver()).length === 3);
      await desk.hears({ customer: 'agent', agent: 'customer' });
    });
  }

  racesOfAnySwitch(race);

  race('Asterisk is killed while supervisors are at work: nothing is left, and work goes on', async (desk) => {
    const { agent } = await desk.talk();
    const supervisor = await desk.dials('supervisor');
    desk.ask({ do: 'tap', leg: supervisor, target: agent, mode: 'barge' });
    await isBackAfter(desk, () => desk.rig.restart());
    expect(desk.events.findLast((event) => event.type === 'switch.back')).toMatchObject({ snapshot: { legs: [] } });
    for (const name of ['customer', 'agent', 'supervisor'] as const) desk.rig.phones[name].hangUp();
    await desk.talk();
    await desk.hears({ customer: 'agent', agent: 'customer' });
  });

  race('a customer who calls while Legwork is away is served by the dialplan', async (desk) => {
    await desk.rig.whileLost(async () => {
      await desk.until('the loss', () => desk.events.some(({ type }) => type === 'switch.lost'));
      desk.rig.phones.customer.call(desk.rig.hotline);
      await desk.hears({ customer: 'agent', agent: 'customer' });
    });
    await desk.until('the call to be found', () => desk.events.some(({ type }) => type === 'call.found'));
  });

  it('an adapter that comes anew lists who is where, who listens to whom, and who barges', async () => {
    const first = await bench.open();
    const desk = openDesk(first);
    const { customer, agent } = await desk.talk();
    const [supervisor, manager] = [`s${desk.call.slice(1)}.1`, `s${desk.call.slice(1)}.2`];
    for (const [leg, phone, mode] of [
      [supervisor, 'supervisor', 'whisper'],
      [manager, 'manager', 'barge'],
    ] as const) {
      desk.ask({ do: 'dial', leg, to: first.phones[phone].endpoint });
      await desk.sees(leg, 'answered');
      expect(await desk.did({ do: 'tap', leg, target: agent, mode })).toBe('done');
    }
    await first.port.close();

    const second = await bench.open({ keepsPhones: true });
    const { legs } = await second.port.snapshot();
    expect(legs.toSorted((one, other) => one.native.localeCompare(other.native))).toEqual(
      [
        { native: asId(customer), up: true, at: 'main' as const },
        { native: asId(agent), up: true, at: 'main' as const },
        { native: asId(supervisor), up: true, at: 'tap' as const, target: asId(agent), mode: 'whisper' as const },
        { native: asId(manager), up: true, at: 'tap' as const, target: asId(agent), mode: 'barge' as const },
      ].toSorted((one, other) => one.native.localeCompare(other.native)),
    );
    const next = openDesk(second);
    next.ask({ do: 'tap', leg: supervisor, target: agent, mode: 'monitor' });
    await next.sees(supervisor, `placed monitor ${agent}`);
    await next.hears({
      customer: 'agent manager',
      agent: 'customer manager',
      manager: 'agent customer',
      supervisor: 'agent customer manager',
    });
    for (const leg of [customer, agent, supervisor, manager]) next.ask({ do: 'hangUp', leg });
    await next.clear();
    await second.close();
  });
});
