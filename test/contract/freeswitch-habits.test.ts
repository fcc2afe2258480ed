import { describe, expect, onTestFinished, test } from 'vitest';
import type { FreeswitchTwin } from '../../sim/src/twins/freeswitch/index.ts';
import { openFreeswitchRig } from '../support/freeswitch/rig.ts';
import { openDesk } from '../support/switch-contract/desk.ts';

const openRoom = async (options: Parameters<typeof openFreeswitchRig>[0] = {}) => {
  const rig = await openFreeswitchRig(options);
  onTestFinished(() => rig.close());
  return { rig, desk: openDesk(rig), twin: rig.twin };
};

/** A client of its own; what it sends is answered when time goes on. */
const openClient = (twin: FreeswitchTwin) => {
  let heard = '';
  const client = twin.connect({ write: (bytes) => (heard += bytes), close: () => undefined });
  client.receive('auth ClueCon\n\n');
  return { say: (command: string) => client.receive(`${command}\n\n`), heard: () => heard };
};

describe('as a real FreeSWITCH has been seen to', () => {
  test('it lists nobody at once who has answered, and they are listed all the same', async () => {
    const { desk, rig, twin } = await openRoom({ writtenAfterMs: Infinity });
    const client = openClient(twin);
    const agent = await desk.dials('agent');
    client.say('api show channels as json');
    expect(client.heard()).toContain('{"row_count": 0}');
    expect(await rig.port.snapshot()).toEqual({ legs: [{ native: agent, up: true, at: 'none' }] });
  });

  test('it lists a channel alone among the calls, and nobody is taken to talk with nobody', async () => {
    const { desk, rig } = await openRoom();
    const agent = await desk.dials('agent');
    await rig.whileLost(() => Promise.resolve());
    await desk.until('the switch to be back', () => desk.events.some(({ type }) => type === 'switch.back'));
    const back = desk.events.find((event) => event.type === 'switch.back');
    expect(back?.snapshot).toEqual({ legs: [{ native: agent, up: true, at: 'none' }] });
    expect(await desk.did({ do: 'join', leg: agent })).toBe('done');
  });

  test('it sends nothing to whoever is parked, and a supervisor who whispers to them is heard', async () => {
    const { desk, twin } = await openRoom();
    const agent = await desk.dials('agent');
    const supervisor = await desk.dials('supervisor');
    expect(await desk.did({ do: 'tap', leg: supervisor, target: agent, mode: 'whisper' })).toBe('done');
    await desk.hears({ agent: 'supervisor', supervisor: 'agent' });
    openClient(twin).say(`api uuid_setvar ${agent} send_silence_when_idle 0`);
    await desk.hears({ supervisor: 'agent' });
  });

  test('it tells that a dialling is done long after the answer, and the same dialling is answered meanwhile', async () => {
    const { desk, rig } = await openRoom({
      deliver: ({ fields }) => (fields.some(([, value]) => value === 'originate') ? [] : [0]),
    });
    const agent = await desk.dials('agent');
    desk.askAgain();
    await desk.until('the second answer', () => desk.story(agent).filter((told) => told === 'answered').length === 2);
    expect(desk.story(agent)).not.toContain('ended unreachable');
    expect(rig.phones.agent.state()).toBe('talking');
  });

  test('it tells more of a leg that has ended, who ends once all the same; what was recorded of it ends, too', async () => {
    const { desk, rig } = await openRoom();
    const { customer } = await desk.talk();
    const supervisor = await desk.dials('supervisor');
    expect(await desk.did({ do: 'tap', leg: supervisor, target: customer, mode: 'monitor' })).toBe('done');
    expect(await desk.did({ do: 'record', on: true })).toBe('done');
    rig.phones.customer.hangUp();
    await desk.until('the recording to end', () => desk.events.some(({ type }) => type === 'record.stopped'));
    // Whoever is told of later has been told of after all that.
    await desk.dials('colleague');
    expect(desk.story(customer).filter((told) => told.startsWith('ended'))).toHaveLength(1);
  });

  test('it says -ERROR of somebody who is gone, and the answer to them is refused', async () => {
    const isLost = /^CHANNEL_(?:HANGUP|HANGUP_COMPLETE|DESTROY|STATE|CALLSTATE)$/;
    const { desk, rig } = await openRoom({ deliver: ({ name }) => (isLost.test(name) ? [] : [0]) });
    const customer = await desk.arrives();
    rig.phones.customer.hangUp();
    await desk.until('the channel to be gone', async () => (await rig.leftOver()).length === 0);
    desk.ask({ do: 'answer', leg: customer });
    await desk.sees(customer, 'refused noSuchLeg');
  });

  test('it lets media go past it by uuid_media off, which no variable tells, and calls it back for a supervisor', async () => {
    const { desk, twin } = await openRoom();
    const { customer, agent } = await desk.talk();
    const client = openClient(twin);
    client.say(`api uuid_media off ${agent}`);
    await desk.until('the phones to talk directly', () => client.heard().includes('+OK Success'));
    const supervisor = await desk.dials('supervisor');
    expect(await desk.did({ do: 'tap', leg: supervisor, target: customer, mode: 'monitor' })).toBe('done');
    await desk.hears({ customer: 'agent', agent: 'customer', supervisor: 'customer agent' });
  });
});
