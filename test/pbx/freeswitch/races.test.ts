import { afterAll, beforeAll, describe, expect } from 'vitest';
import { hangUpOnListener, hangUpWhispering, racesOfAnySwitch, racesOn } from '../../support/switch-contract/races.ts';
import { openBench, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

const race = racesOn(() => bench.open());

describe('races on FreeSWITCH', () => {
  for (const afterMs of [0, 2, 5, 12, 25]) {
    race(
      `an agent hangs up ${afterMs} ms after a supervisor has begun to listen: customer and supervisor stay`,
      async (desk) => {
        const { customer, supervisor } = await hangUpOnListener(desk, afterMs);
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
      await hangUpWhispering(desk, afterMs);
      await desk.hears({ customer: 'agent', agent: 'customer' });
    });
  }

  racesOfAnySwitch(race);
});
