import { asId } from '@legwork/core';
import type { LegId } from '@legwork/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hearings, minh, seat, supervisor, toMai as to, together } from '../../support/switch-scenarios/people.ts';
import { call, openStage, type Stage } from '../../support/switch-scenarios/stage.ts';
import { systemTime } from '../../support/system-time.ts';
import { openBench, type Bench } from './rig.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.stop());

/** A customer talks with the agent whom `Queue()` of an existing dialplan has found; Legwork has nothing to do with it. */
function inQueue(sentence: string, act: (stage: Stage) => Promise<void>): void {
  it(sentence, async () => {
    const rig = await bench.open();
    try {
      const stage = await openStage(rig, systemTime);
      rig.phones.customer.call(asId('200'));
      await stage.until({ type: 'call.changed', state: 'talking' });
      await stage.hears(together);
      await act(stage);
      await stage.clear();
    } finally {
      await rig.close();
    }
  });
}

describe('a call of a plain queue, on a real Asterisk,', () => {
  for (const mode of ['monitor', 'whisper', 'barge'] as const) {
    inQueue(`lets a supervisor ${mode}, go to the other ways of listening, and leave`, async (stage) => {
      expect(await stage.outcome({ type: 'cmd.supervise', call, supervisor, mode, scope: 'call', by: minh })).toBe(
        'done',
      );
      await stage.hears(hearings[mode]);
      for (const next of ['barge', 'monitor', 'whisper'].filter((other) => other !== mode) as (typeof mode)[]) {
        expect(await stage.outcome({ type: 'cmd.switchMode', seat, mode: next, by: minh })).toBe('done');
        await stage.hears(hearings[next]);
      }
      expect(await stage.outcome({ type: 'cmd.leave', seat, by: minh })).toBe('done');
      await stage.hears(together);
    });
  }

  inQueue('is claimed while a supervisor listens, and taken over', async (stage) => {
    const tap = { type: 'cmd.supervise', call, supervisor, mode: 'monitor', scope: 'call', by: minh } as const;
    expect(await stage.outcome(tap)).toBe('done');
    expect(await stage.outcome({ type: 'cmd.claim', call, by: minh })).toBe('done');
    await stage.hears(hearings.monitor);
    expect(await stage.outcome({ type: 'cmd.takeover', call, supervisor, by: minh })).toBe('done');
    await stage.hears({ customer: 'supervisor', supervisor: 'customer' });
  });

  inQueue('is claimed, held, resumed and transferred to another agent', async (stage) => {
    expect(await stage.outcome({ type: 'cmd.claim', call, by: minh })).toBe('done');
    expect(await stage.outcome({ type: 'cmd.hold', call, by: minh })).toBe('done');
    await stage.hears({});
    expect(await stage.outcome({ type: 'cmd.resume', call, by: minh })).toBe('done');
    await stage.hears(together);
    expect(await stage.outcome({ type: 'cmd.transfer', call, to, by: minh })).toBe('done');
    await stage.hears({ customer: 'colleague', colleague: 'customer' });
  });

  inQueue('is stopped', async (stage) => {
    expect(await stage.outcome({ type: 'cmd.stop', call, by: minh })).toBe('done');
    await stage.until({ type: 'call.closed', end: 'stopped' });
    await stage.hears({});
  });

  inQueue('is claimed, and goes on with whoever was added when the agent is dropped', async (stage) => {
    expect(await stage.outcome({ type: 'cmd.claim', call, by: minh })).toBe('done');
    expect(await stage.outcome({ type: 'cmd.addParty', call, to, by: minh })).toBe('done');
    await stage.hears({ customer: 'agent colleague', agent: 'customer colleague', colleague: 'customer agent' });
    expect(await stage.outcome({ type: 'cmd.drop', leg: asId<LegId>('c1.2'), by: minh })).toBe('done');
    await stage.hears({ customer: 'colleague', colleague: 'customer' });
  });
});
