import { asId, type CallId } from '@legwork/core';
import { expect, test } from 'vitest';
import { openAsteriskTwinRig } from '../support/asterisk/twin-rig.ts';
import { openFreeswitchRig } from '../support/freeswitch/rig.ts';
import { until } from '../support/freeswitch/until.ts';
import { phoneNames } from '../support/switch-contract/rig.ts';
import { hears, openWiredCentre } from '../support/wired-centre.ts';

const [first, second] = [asId<CallId>('c1'), asId<CallId>('c2')];
const supervisor = asId<never>('supervisor');

test.each([
  ['FreeSWITCHes', openFreeswitchRig],
  ['Asterisks', openAsteriskTwinRig],
] as const)(
  'one engine has calls on two %s, supervises each where it is, and loses none when one of them is out of reach',
  async (_, open) => {
    const [north, south] = [await open({ id: 'north' }), await open({ id: 'south' })];
    const { facts, runtime, does, ready } = openWiredCentre([north, south]);
    for (const [rig, agent] of [
      [north, 'agent'],
      [south, 'colleague'],
    ] as const) {
      await ready(agent);
      rig.phones.customer.call(rig.hotline);
      await hears(rig, `customer: ${agent}; ${agent}: customer`);
    }
    expect(await does({ type: 'cmd.supervise', call: first, supervisor, mode: 'whisper', scope: 'call' })).toBe('done');
    await hears(north, 'customer: agent; agent: customer supervisor; supervisor: agent customer');
    await hears(south, 'customer: colleague; colleague: customer');

    await north.whileLost(async () => {
      await until('the loss', () =>
        facts.some((fact) => fact.type === 'switch.reachable' && fact.switch === north.id && !fact.reachable),
      );
      expect(await does({ type: 'cmd.hold', call: first })).not.toBe('done');
      expect(await does({ type: 'cmd.hold', call: second })).toBe('done');
      await hears(south, '');
      expect(await does({ type: 'cmd.resume', call: second })).toBe('done');
      await hears(south, 'customer: colleague; colleague: customer');
    });
    await until('the north to be back', () =>
      facts.some((fact) => fact.type === 'switch.reachable' && fact.switch === north.id && fact.reachable),
    );
    await hears(north, 'customer: agent; agent: customer supervisor; supervisor: agent customer');
    expect(runtime.live.size).toBe(2);

    // A restart of one ends its calls, and no others.
    await south.restart();
    await until('the end of the second call', () => runtime.live.get(second, runtime.now()) === undefined);
    expect(runtime.live.get(first, runtime.now())?.state).toBe('talking');
    expect(await does({ type: 'cmd.stop', call: first })).toBe('done');
    await until('idle phones', () => phoneNames.every((name) => north.phones[name].state() === 'idle'));
  },
);
