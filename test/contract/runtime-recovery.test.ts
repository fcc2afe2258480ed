import {
  asId,
  createEngine,
  restoreEngine,
  type AgentId,
  type CallId,
  type Command,
  type CommandId,
  type Endpoint,
  type Engine,
  type Publication,
  type SupervisorId,
} from '@legwork/core';
import { createMemoryJournal, JournalFault, openRuntime } from '@legwork/core/runtime';
import { createCentre, createVirtualTime, smallRouting, type CentreOptions } from '@legwork/sim';
import { describe, expect, test } from 'vitest';
import { startLives, type Lives } from '../support/lives.ts';

const by = { role: 'service', id: 'test' } as const;
const lan = asId<AgentId>('lan');
const call = asId<CallId>('c1');
let asked = 0;
const command = (what: Omit<Command, 'id' | 'by'>): Command => {
  asked += 1;
  return { ...what, id: asId<CommandId>(`op${asked}`), by } as Command;
};
const logIn = (lives: Lives, ...agents: readonly AgentId[]): void => {
  for (const agent of agents) {
    lives.ask(command({ type: 'cmd.logIn', agent } as Command));
    lives.ask(command({ type: 'cmd.ready', agent } as Command));
  }
};
const answering: NonNullable<CentreOptions['answering']> = () => ({ kind: 'answers', afterMs: 3_000 });
const options = { seed: 7, agents: ['lan'], supervisors: ['minh'], answering };

const talking = async (lives: Lives): Promise<void> => {
  logIn(lives, lan);
  lives.centre.arrive({ from: '0901234567' });
  await lives.pass(6_000);
  expect(lives.runtime().engine.state.calls.get(call)?.state.at).toContain('talking');
};
const types = (lives: Lives): readonly string[] => lives.told.map(({ fact }) => fact.type);

describe('after a crash', () => {
  test('a call talks on, is unconfirmed until the switch is back, and confirmed then', async () => {
    const lives = await startLives(options);
    await talking(lives);
    const legs = lives.centre.switch.simulated.legs();
    await lives.die('after', 60_000);
    expect(lives.runtime().live.get(call, lives.time.now())).toMatchObject({ state: 'talking' });
    await lives.pass(1_000);
    expect(lives.runtime().live.get(call, lives.time.now())).toMatchObject({ state: 'talking', confirmed: true });
    expect(lives.centre.switch.simulated.legs()).toEqual(legs);
    expect(types(lives).filter((type) => type === 'call.confirmed')).toHaveLength(2);
  });

  test('an agent whose wrap-up has run out meanwhile is free at once, one whose wrap-up goes on when it is over', async () => {
    for (const [awayMs, leftMs] of [
      [90_000, 0],
      [20_000, 40_000],
    ] as const) {
      const lives = await startLives(options);
      logIn(lives, lan);
      await lives.pass(100);
      lives.ask(command({ type: 'cmd.wrapUp', agent: lan } as Command));
      await lives.pass(0);
      await lives.die('after', awayMs);
      await lives.pass(Math.max(0, leftMs - 1_000));
      expect(lives.runtime().engine.state.agents.get(lan)?.state.at).toBe(leftMs === 0 ? 'available' : 'wrapUp');
      await lives.pass(2_000);
      expect(lives.runtime().engine.state.agents.get(lan)?.state.at).toBe('available');
    }
  });

  test('a phone that nobody got to ring is rung, and one that rings is not rung again', async () => {
    for (const death of ['between', 'after'] as const) {
      const lives = await startLives(options);
      logIn(lives, lan);
      await lives.pass(100);
      const dials = (): number => lives.performed.filter(({ type }) => type === 'dial').length;
      lives.centre.arrive({ from: '0901234567' });
      if (death === 'after') {
        await lives.pass(1_000);
        expect(dials()).toBe(1);
      }
      await lives.die(death, 200, ({ publications }) => publications.some(isAgentRung));
      await lives.pass(6_000);
      expect(lives.runtime().live.get(call, lives.time.now())).toMatchObject({ state: 'talking' });
      expect(dials()).toBe(1);
      expect(types(lives)).not.toContain('leg.ended');
    }
  });

  test('whoever was just being put together talks on, however long nobody was there to see it', async () => {
    for (const awayMs of [1_000, 60_000]) {
      const lives = await startLives(options);
      logIn(lives, lan);
      lives.centre.arrive({ from: '0901234567' });
      await lives.pass(2_900);
      await lives.die('before', awayMs, ({ publications }) => publications.some(isTogether));
      const legs = lives.centre.switch.simulated.legs();
      expect(legs.map(({ at }) => at)).toEqual(['main', 'main']);
      expect(lives.runtime().live.get(call, lives.time.now())).toMatchObject({ state: 'connecting' });
      await lives.pass(6_000);
      expect(lives.runtime().live.get(call, lives.time.now())).toMatchObject({ state: 'talking' });
      expect(lives.centre.switch.simulated.legs()).toEqual(legs);
    }
  });

  test('what the switch was asked for and did not get is waited for again when it is back', async () => {
    const lives = await startLives(options);
    logIn(lives, lan);
    lives.centre.arrive({ from: '0901234567' });
    await lives.pass(2_900);
    await lives.die('between', 60_000, ({ publications }) => publications.some(isConnecting));
    expect(lives.centre.switch.simulated.legs().map(({ at }) => at)).toEqual(['treated', 'none']);
    await lives.pass(1_000);
    expect(lives.runtime().live.get(call, lives.time.now())).toMatchObject({ state: 'talking' });
    expect(types(lives)).not.toContain('leg.ended');
  });

  test('a switch that was restarted meanwhile has lost its calls, and they end', async () => {
    const lives = await startLives(options);
    await talking(lives);
    lives.centre.switch.simulated.lose();
    lives.centre.switch.simulated.comeBack();
    await lives.pass(1_000);
    lives.centre.switch.simulated.restart();
    await lives.die('after', 1_000);
    await lives.pass(1_000);
    expect(lives.runtime().live.size).toBe(0);
    expect(lives.told.findLast(({ fact }) => fact.type === 'call.closed')?.fact).toMatchObject({ cause: 'lost' });
  });
});

const isTogether = ({ fact }: Publication): boolean => fact.type === 'leg.placed' && fact.place === 'main';
const isConnecting = ({ fact }: Publication): boolean => fact.type === 'call.changed' && fact.state === 'connecting';
const isAgentRung = ({ fact }: Publication): boolean => fact.type === 'leg.created' && fact.slot === 'agent';

describe('a journal that cannot be written', () => {
  test('refuses commands, and nothing comes of them; what people did meanwhile is not lost', async () => {
    const lives = await startLives(options);
    await talking(lives);
    lives.failFor(5_000);
    const before = lives.runtime().published();
    const stop = command({ type: 'cmd.stop', call } as Command);
    await expect(lives.runtime().ask(stop)).rejects.toMatchObject({ name: 'JournalFault', trouble: 'full' });
    expect(lives.runtime().fault()).toMatchObject({ trouble: 'full' });
    await expect(lives.runtime().ask(command({ type: 'cmd.hold', call } as Command))).rejects.toBeInstanceOf(
      JournalFault,
    );
    const [customer] = lives.centre.switch.simulated.legs();
    lives.centre.switch.simulated.hangUp(customer?.native ?? asId(''));
    await lives.pass(4_000);
    expect(lives.runtime().published()).toBe(before);
    expect(lives.runtime().live.size).toBe(1);
    await lives.pass(20_000);
    expect(lives.runtime().fault()).toBeNull();
    expect(lives.runtime().live.size).toBe(0);
    expect(lives.told.findLast(({ fact }) => fact.type === 'call.closed')?.fact).toMatchObject({ end: 'customerLeft' });
    expect(await lives.store.operation(stop.id)).toBeNull();
    expect(lives.notices.map(({ type }) => type)).toEqual(['journal.lost', 'journal.back']);
  });

  test('lets go of what it cannot keep, and asks the switch anew', async () => {
    const lives = await startLives({ ...options, agents: ['lan', 'hoa'] }, { limits: { held: 2 } });
    logIn(lives, lan, asId<AgentId>('hoa'));
    for (const from of ['0901', '0902', '0903']) lives.centre.arrive({ from });
    await lives.pass(10_000);
    lives.failFor(5_000);
    for (const { native } of lives.centre.switch.simulated.legs()) lives.centre.switch.simulated.hangUp(native);
    await lives.pass(30_000);
    expect(lives.runtime().fault()).toBeNull();
    expect(lives.notices.some(({ type }) => type === 'inputs.dropped')).toBe(true);
    expect(lives.runtime().live.size).toBe(0);
  });
});

describe('while a switch is out of reach', () => {
  const losing = async (holdWhileLostMs: number): Promise<Lives> => {
    const lives = await startLives(options, { holdWhileLostMs });
    await talking(lives);
    lives.centre.switch.simulated.lose();
    await lives.pass(100);
    expect(lives.runtime().live.get(call, lives.time.now())?.confirmed).toBe(false);
    return lives;
  };

  test('commands are refused as unconfirmed', async () => {
    const lives = await losing(0);
    expect(await lives.runtime().ask(command({ type: 'cmd.hold', call } as Command))).toMatchObject({
      refusal: { reason: 'unconfirmed' },
    });
  });

  test('commands wait, where the policy says so, and are taken on when it is back', async () => {
    const lives = await losing(2_000);
    const hold = lives.runtime().ask(command({ type: 'cmd.hold', call } as Command));
    // Who waits for the switch makes nobody wait whose command is not about it.
    expect(await lives.runtime().ask(command({ type: 'cmd.away', agent: lan, reason: 'lunch' } as Command))).toEqual({
      accepted: true,
    });
    await lives.pass(1_000);
    expect(lives.runtime().waiting()).toBe(1);
    lives.centre.switch.simulated.comeBack();
    await lives.pass(500);
    expect(await hold).toEqual({ accepted: true });
    expect(lives.runtime().waiting()).toBe(0);
  });

  test('commands wait no longer than the policy says', async () => {
    const lives = await losing(2_000);
    const hold = lives.runtime().ask(command({ type: 'cmd.hold', call } as Command));
    await lives.pass(2_001);
    expect(await hold).toMatchObject({ refusal: { reason: 'unconfirmed' } });
  });
});

test('more commands than can wait are rejected as busy', async () => {
  const lives = await startLives(options, { limits: { commands: 2 } });
  const ask = () => lives.runtime().ask(command({ type: 'cmd.logIn', agent: lan } as Command));
  const all = await Promise.allSettled([ask(), ask(), ask()]);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  await expect(ask()).resolves.toBeDefined();
});

test('a command that says neither its name nor who asks is refused, and nothing else', async () => {
  const lives = await startLives(options);
  const malformed = { type: 'cmd.hold', call: 'c1' } as unknown;
  expect(await lives.runtime().ask(malformed as Command)).toMatchObject({
    accepted: false,
    refusal: { reason: 'invalid', field: 'id' },
  });
});

test('what JSON does not keep of an observation is not taken either, so that it is replayed as it was', async () => {
  const lives = await startLives(options);
  await talking(lives);
  const { runtime, centre } = lives;
  centre.switch.simulated.say({
    type: 'leg.placed',
    switch: centre.id,
    basis: 'seen',
    native: asId('in-1'),
    at: 'main',
    mode: undefined,
  } as never);
  await lives.pass(1_000);
  const { malformed } = runtime().engine.state.counters;
  await lives.die('after', 0);
  await lives.pass(1_000);
  expect(runtime().engine.state.counters.malformed).toBe(malformed);
});

describe('behaviours', () => {
  /** An engine of a later version: it has nobody answer at night. */
  const later = (engine: Engine): Engine => ({
    ...engine,
    take: (input, at, to) =>
      engine.take(input, at, {
        fact: (fact) => {
          if (fact.type !== 'leg.ringing') to.fact(fact);
        },
        effect: (effect) => to.effect(effect),
        startTimer: (timer, ms) => to.startTimer(timer, ms),
        stopTimer: (timer) => to.stopTimer(timer),
      }),
  });
  const first = { create: createEngine, restore: restoreEngine };
  const second = {
    create: (...of: Parameters<typeof createEngine>) => later(createEngine(...of)),
    restore: (...of: Parameters<typeof restoreEngine>) => later(restoreEngine(...of)),
  };
  const open = async (behaviours: readonly (typeof first)[], journal = createMemoryJournal()) => {
    const time = createVirtualTime(1_000);
    const centre = createCentre({ ...options, time });
    const given = { config: centre.config, switches: new Map([[centre.id, centre.switch]]), clock: centre.clock };
    const runtime = await openRuntime({ ...given, journal, behaviours });
    const pass = (ms: number): Promise<void> => time.pass(ms, () => runtime.settled());
    centre.switch.simulated.lose();
    centre.switch.simulated.comeBack();
    await pass(100);
    await runtime.ask(command({ type: 'cmd.logIn', agent: lan } as Command));
    await runtime.ask(command({ type: 'cmd.ready', agent: lan } as Command));
    centre.arrive({ from: '0901' });
    await pass(10_000);
    return { runtime, journal };
  };

  test('a journal of an older behaviour is replayed by it, and goes on with the present one', async () => {
    const { journal } = await open([first]);
    await open([first, second], journal);
    const { runtime } = await open([first, second], journal);
    expect(runtime.published()).toBeGreaterThan(0);
    const numbers = new Set<number>();
    for await (const { entry } of journal.read(1)) numbers.add(entry.behaviour);
    expect([...numbers]).toEqual([1, 2]);
  });

  test('a journal of a newer behaviour is refused', async () => {
    const { journal } = await open([first, second]);
    await expect(open([first], journal)).rejects.toMatchObject({ trouble: 'newer' });
  });

  test('a journal that gives something else when it is played again is refused, and says where', async () => {
    const { journal } = await open([first]);
    await expect(open([second], journal)).rejects.toMatchObject({
      trouble: 'diverged',
      message: expect.stringMatching(/entry \d+ \(leg\.ringing\) was followed by leg\.ringing/) as string,
    });
  });
});

describe('another configuration', () => {
  const restart = async (before: Partial<CentreOptions>, after: Partial<CentreOptions>, talks = true) => {
    const journal = createMemoryJournal();
    const time = createVirtualTime(1_000);
    const centre = createCentre({ ...options, ...before, time });
    const switches = new Map([[centre.id, centre.switch]]);
    const runtime = await openRuntime({ config: centre.config, switches, clock: centre.clock, journal });
    await runtime.ask(command({ type: 'cmd.logIn', agent: lan } as Command));
    await runtime.ask(command({ type: 'cmd.ready', agent: lan } as Command));
    if (talks) centre.arrive({ from: '0901' });
    await time.pass(10_000, () => runtime.settled());
    const { config } = createCentre({ ...options, ...after, time });
    const again = await openRuntime({ config, switches, clock: centre.clock, journal });
    return { runtime: again, journal };
  };

  test('brings new agents and supervisors, who can be asked for', async () => {
    const hoa = { id: 'hoa', endpoint: 'agent/hoa', skills: ['vip'] };
    const { runtime } = await restart({}, { agents: [hoa, 'lan'], supervisors: ['minh', 'thu'] });
    expect([...runtime.engine.state.agents.keys()]).toEqual(['hoa', 'lan']);
    expect(await runtime.ask(command({ type: 'cmd.logIn', agent: asId<AgentId>('hoa') } as Command))).toEqual({
      accepted: true,
    });
    expect(runtime.engine.state.supervisors.has(asId<SupervisorId>('thu'))).toBe(true);
    expect(runtime.engine.state.calls.get(call)?.party).toEqual({ kind: 'agent', agent: 'lan' });
  });

  test('changes what a queue and an agent are from now on', async () => {
    const { runtime } = await restart(
      {},
      { agents: [{ id: 'lan', endpoint: 'agent/301', skills: [] }], routing: smallRouting({ maxWaitMs: 9 }) },
    );
    expect(runtime.engine.state.calls.get(call)?.queue?.maxWaitMs).toBe(9);
    expect(runtime.engine.state.agents.get(lan)?.endpoint).toBe(asId<Endpoint>('agent/301'));
  });

  test('forgets who is gone and needed by nobody', async () => {
    const { runtime } = await restart({ agents: ['lan', 'hoa'] }, { agents: ['hoa'] }, false);
    expect([...runtime.engine.state.agents.keys()]).toEqual(['hoa']);
    expect(runtime.live.figures(0).agents.available).toBe(0);
  });

  test('is refused while a call needs who is gone, and says who that is', async () => {
    await expect(restart({}, { agents: ['hoa'] })).rejects.toMatchObject({
      trouble: 'unfit',
      message: expect.stringContaining('agent lan is on call c1') as string,
    });
  });

  test('is what a restart replays with from then on', async () => {
    const { runtime, journal } = await restart({}, { agents: ['lan', 'hoa'] });
    const before = runtime.engine.state.counters;
    const time = createVirtualTime(100_000);
    const centre = createCentre({ ...options, agents: ['lan', 'hoa'], time });
    const again = await openRuntime({ config: centre.config, switches: new Map(), clock: centre.clock, journal });
    expect(again.engine.state.counters).toEqual(before);
  });
});
