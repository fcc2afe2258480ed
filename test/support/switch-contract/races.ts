import { expect, it } from 'vitest';
import { openDesk, type Desk } from './desk.ts';
import type { SwitchRig } from './rig.ts';

/** A race on a real switch: whatever comes first, it ends clean. */
export type Race = (sentence: string, run: (desk: Desk) => Promise<void>) => void;

export const racesOn =
  (open: () => Promise<SwitchRig>): Race =>
  (sentence, run) => {
    it(sentence, async () => {
      const rig = await open();
      try {
        const desk = openDesk(rig);
        await run(desk);
        await desk.clear();
      } finally {
        await rig.close();
      }
    });
  };

/** So many ms after a supervisor has begun to listen, the agent hangs up; and the tap is answered, whichever was first. */
export async function hangUpOnListener(desk: Desk, afterMs: number) {
  const { customer, agent } = await desk.talk();
  const supervisor = await desk.dials('supervisor');
  const op = desk.ask({ do: 'tap', leg: supervisor, target: agent, mode: 'monitor' });
  if (afterMs > 0) await desk.rig.pass(afterMs);
  desk.rig.phones.agent.hangUp();
  await desk.sees(agent, 'ended normal');
  const isAnswered = (): boolean =>
    desk.events.some((event) => 'op' in event && event.op === op) ||
    desk.story(supervisor).some((told) => told.startsWith('placed'));
  await desk.until('an answer to the tap', isAnswered);
  return { customer, supervisor };
}

/** So many ms after a supervisor has begun to whisper, they hang up. */
export async function hangUpWhispering(desk: Desk, afterMs: number): Promise<void> {
  const { agent } = await desk.talk();
  const supervisor = await desk.dials('supervisor');
  desk.ask({ do: 'tap', leg: supervisor, target: agent, mode: 'whisper' });
  if (afterMs > 0) await desk.rig.pass(afterMs);
  desk.rig.phones.supervisor.hangUp();
  await desk.sees(supervisor, 'ended normal');
}

const timesBack = ({ events }: Desk): number => events.filter(({ type }) => type === 'switch.back').length;

export async function isBackAfter(desk: Desk, happen: () => Promise<void>): Promise<void> {
  const before = timesBack(desk);
  await happen();
  await desk.until('the switch to be back', () => timesBack(desk) > before);
}

/** What ends the same way on every switch. */
export function racesOfAnySwitch(race: Race): void {
  race(
    'two supervisors put in the place of the agent at once both talk, and the customer loses neither',
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
      await isBackAfter(desk, () =>
        desk.rig.whileLost(async () => {
          if (what === 'tap') desk.ask({ do: 'tap', leg: supervisor, target: agent, mode: 'whisper' });
          if (what === 'join') desk.ask({ do: 'join', leg: supervisor });
          if (what === 'dial') desk.ask({ do: 'dial', leg: colleague, to: desk.rig.phones.colleague.endpoint });
          await desk.until('the loss', () => desk.events.some(({ type }) => type === 'switch.lost'));
        }),
      );
      expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'monitor' })).toBe('done');
      await desk.hears({ customer: 'agent', agent: 'customer', supervisor: 'customer agent' });
    });
  }
}
