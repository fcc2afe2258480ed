import { asId, type Command, type CommandId, type Switch, type SwitchEffect, type SwitchEvent } from '@legwork/core';
import { createMemoryJournal, openRuntime, type Runtime } from '@legwork/core/runtime';
import { clockOn, createVirtualTime, unlimited } from '@legwork/sim';
import { Subject } from 'rxjs';
import { expect, test } from 'vitest';
import { northAndSouth } from '../support/north-and-south.ts';

/** A runtime with two switches, of which one can be out of reach while the other is not. */

type Name = 'north' | 'south';

/** What is told is told by hand, and what is asked for is written down. */
const startOffice = () => {
  const time = createVirtualTime(1_000_000);
  const journal = createMemoryJournal();
  let events = { north: new Subject<SwitchEvent>(), south: new Subject<SwitchEvent>() };
  const asked: SwitchEffect[] = [];
  let commands = 0;
  const switchOf = (name: Name): Switch => ({
    capabilities: unlimited.capabilities,
    events: events[name],
    perform: (effect) => void asked.push(effect),
    snapshot: () => Promise.reject(new Error('the list comes with switch.back')),
    close: () => Promise.resolve(),
  });
  let runtime: Runtime;
  const office = {
    asked,
    runtime: () => runtime,
    /** Another life on the same journal: nothing is heard of the one before. */
    begin: async (): Promise<void> => {
      events = { north: new Subject(), south: new Subject() };
      runtime = await openRuntime({
        config: northAndSouth,
        switches: new Map([
          [asId('north'), switchOf('north')],
          [asId('south'), switchOf('south')],
        ]),
        awaited: new Set([asId('north'), asId('south')]),
        clock: clockOn(time),
        journal,
        holdWhileLostMs: 60_000,
      });
      await office.pass(10);
    },
    tell: async (name: Name, event: object): Promise<void> => {
      events[name].next({ switch: name, basis: 'seen', ...event } as never);
      await office.pass(10);
    },
    isBack: (name: Name, ...legs: readonly object[]) =>
      office.tell(name, { type: 'switch.back', epoch: 'one', snapshot: { legs } }),
    ask: (command: object) => {
      commands += 1;
      const by = { role: 'service', id: 'test' };
      return runtime.ask({ id: asId<CommandId>(`op${commands}`), by, ...command } as Command);
    },
    pass: (ms: number): Promise<void> => time.pass(ms, () => runtime.settled()),
  };
  return office;
};
const offer = { type: 'leg.offered', native: 'in', from: '0901', to: '1900' };

test('who waits for one switch waits on when another is back', async () => {
  const office = startOffice();
  await office.begin();
  await office.isBack('south');
  await office.tell('south', offer);
  await office.tell('south', { type: 'switch.lost' });
  const stop = office.ask({ type: 'cmd.stop', call: 'c1' });
  await office.isBack('north');
  expect(office.runtime().waiting()).toBe(1);
  await office.isBack('south', { native: 'in', up: true, at: 'none' });
  expect(await stop).toEqual({ accepted: true });
});

test('what has come about on one switch is not asked of it again because another was not back before the next crash', async () => {
  const office = startOffice();
  await office.begin();
  await office.isBack('north');
  await office.tell('north', offer);
  // Nobody knows whether the north was asked to answer, and it does not come back.
  await office.begin();
  await office.isBack('south');
  await office.tell('south', { ...offer, from: '0902' });
  await office.tell('south', { type: 'leg.answered', native: 'in' });
  await office.tell('south', { type: 'leg.placed', native: 'in', at: 'treated' });
  await office.ask({ type: 'cmd.logIn', agent: 'lan' });
  await office.ask({ type: 'cmd.ready', agent: 'lan' });
  await office.pass(10);
  const phone = office.asked.findLast(({ type }) => type === 'dial');
  expect(phone).toMatchObject({ switch: 'south', to: 'agent/lan' });
  await office.tell('south', { type: 'leg.ended', native: 'c2.2', cause: 'rejected' });
  await office.tell('south', { type: 'leg.placed', native: 'in', at: 'treated' });

  await office.begin();
  office.asked.length = 0;
  await office.isBack('south', { native: 'in', up: true, at: 'treated' });
  expect(office.asked).toEqual([]);
  await office.isBack('north', { native: 'in', up: false, at: 'none' });
  expect(office.asked).toMatchObject([{ type: 'answer', switch: 'north', native: 'in' }]);
});

test('a list that cannot be read is counted, and the switch stays out of reach', async () => {
  const office = startOffice();
  await office.begin();
  const cycle: { type: string; snapshot?: unknown } = { type: 'switch.back' };
  cycle.snapshot = cycle;
  for (const event of [{ type: 'switch.back', epoch: 'one', snapshot: 5 }, cycle]) await office.tell('north', event);
  const { counters, lost } = office.runtime().engine.state;
  expect([counters.malformed, [...lost]]).toEqual([2, ['north', 'south']]);
});
