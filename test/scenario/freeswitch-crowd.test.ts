import { asId, type CallId, type EffectId, type NativeId, type SwitchId } from '@legwork/core';
import { openSwitch } from '@legwork/freeswitch';
import { expect, test } from 'vitest';
import { serveFreeswitch } from '../../api/src/twins/serve-freeswitch.ts';
import { createFreeswitchTwin } from '../../sim/src/twins/freeswitch/index.ts';
import { systemTime } from '../support/system-time.ts';
import { until } from '../support/freeswitch/until.ts';

const CALLS = 2000;

interface Conversation {
  readonly call: CallId;
  readonly customer: NativeId;
  readonly agent: NativeId;
  readonly story: string[];
}

test('two thousand calls at once go through the event socket of the twin, and nothing is lost or left over', async () => {
  const twin = createFreeswitchTwin({ time: systemTime, answering: () => ({ kind: 'answers', afterMs: 200 }) });
  const served = await serveFreeswitch(twin, 0);
  const port = await openSwitch({
    id: asId('sw'),
    host: '127.0.0.1',
    port: served.port,
    password: 'ClueCon',
    dial: 'sofia/lab/{to}@127.0.0.1',
    // Everything happens on this one machine, at once.
    times: { confirmMs: 120_000, answerMs: 120_000, lagMs: 120_000 },
  });
  const conversations = new Map<NativeId, Conversation>();
  const refused: string[] = [];
  const ended: NativeId[] = [];
  let together = 0;
  let ops = 0;
  const asking = () => {
    ops += 1;
    return { op: asId<EffectId>(`${ops}.1`), switch: asId<SwitchId>('sw') };
  };

  port.events.subscribe((event) => {
    if (event.type === 'effect.refused') refused.push(`${event.effect} ${event.reason}`);
    if (event.type === 'leg.offered') {
      const call = asId<CallId>(`c${conversations.size + 1}`);
      const agent = asId<NativeId>(`${call}.2`);
      const conversation = { call, customer: event.native, agent, story: [] };
      conversations.set(event.native, conversation).set(agent, conversation);
      port.perform({ ...asking(), type: 'answer', call, leg: asId(`${call}.1`), native: event.native });
      return;
    }
    if (!('native' in event)) return;
    const conversation = conversations.get(event.native);
    if (conversation === undefined) return;
    const { call, customer, agent, story } = conversation;
    const who = event.native === customer ? 'customer' : 'agent';
    story.push(`${who} ${event.type}${event.type === 'leg.placed' ? ` ${event.at}` : ''}`);
    if (event.type === 'leg.ended') ended.push(event.native);
    if (event.type === 'leg.answered' && who === 'customer') {
      port.perform({
        ...asking(),
        type: 'dial',
        call,
        leg: asId(agent),
        native: agent,
        to: asId('agent'),
        as: asId('1900'),
        ringMs: 60_000,
      });
    }
    if (event.type === 'leg.answered' && who === 'agent') {
      for (const native of [customer, agent]) {
        port.perform({ ...asking(), type: 'join', call, leg: asId(native), native, mix: 'main', instead: null });
      }
    }
    if (event.type === 'leg.placed' && story.filter((told) => told.endsWith('placed main')).length === 2) together += 1;
  });

  for (let n = 0; n < CALLS; n += 1) twin.call({ from: `0901${n}`, to: '1900' });
  await until('all to talk', () => together === CALLS);
  expect(refused).toEqual([]);
  expect(twin.channels()).toHaveLength(2 * CALLS);
  for (const { customer, agent } of conversations.values()) expect(twin.hears(customer, agent)).toBe(true);
  const { legs } = await port.snapshot();
  expect(legs.filter(({ up, at }) => up && at === 'main')).toHaveLength(2 * CALLS);

  // Half of the customers hang up themselves; the agents are hung up by us.
  const all = [...new Set(conversations.values())];
  for (const [n, { call, customer, agent }] of all.entries()) {
    if (n % 2 === 0) twin.hangUp(customer);
    else port.perform({ ...asking(), type: 'hangUp', call, leg: asId(`${call}.1`), native: customer, cause: 'normal' });
    port.perform({ ...asking(), type: 'hangUp', call, leg: asId(agent), native: agent, cause: 'normal' });
  }
  await until('all to have ended', () => ended.length === 2 * CALLS);
  expect(new Set(ended).size).toBe(2 * CALLS);
  expect(refused).toEqual([]);
  expect((await port.snapshot()).legs).toEqual([]);
  expect(twin.channels()).toEqual([]);
  await port.close();
  await served.close();
});
