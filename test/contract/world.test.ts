import { createWorld, watch } from '@legwork/sim';
import { describe, expect, it } from 'vitest';

describe('a world', () => {
  it('wants an id of their own for everybody', () => {
    const make = (agents: readonly string[], supervisors: readonly string[]) => () =>
      createWorld({ seed: 1, agents, supervisors });
    expect(make(['lan', 'lan'], [])).toThrow('called lan');
    expect(make([], ['minh', 'minh'])).toThrow('called minh');
    expect(make(['lan'], ['lan'])).toThrow('called lan');
    expect(make(['lan'], ['minh'])).not.toThrow();
  });

  it('wants a routing that was loaded', () => {
    const createFrom = createWorld as (options: object) => unknown;
    for (const routing of [{}, [], { hotlines: [], nodes: {}, queues: {} }])
      expect(() => createFrom({ seed: 1, routing })).toThrow('loadRouting');
  });

  it('wants policies and faults that there are', () => {
    const createFrom = createWorld as (options: object) => unknown;
    expect(() => createFrom({ seed: 1, policy: { joinTimeout: 5 } })).toThrow('no policy joinTimeout; there are join');
    expect(() => createFrom({ seed: 1, faults: { events: [{ kind: 'lose', probability: 0.1 }] } })).toThrow(
      'no kind of fault lose; there are drop',
    );
    expect(() => createFrom({ seed: 1, faults: { named: [{ name: 'lostBell' }] } })).toThrow('no fault lostBell');
  });

  it('knows whom it is asked for: agents, supervisors, and who has called or was called, also afterwards', () => {
    const world = createWorld({ seed: 1, agents: ['lan'], supervisors: ['minh'] });
    expect(() => world.ready('lna')).toThrow('no agent lna; there are lan');
    world.ready('lan');
    world.arrive({ from: '0901' });
    world.pass(5_000);
    expect(() => world.hears('0901', 'lna')).toThrow('nobody is called lna; there are lan, minh');
    expect(() => world.hears('0902', 'lan')).toThrow('nobody is called 0902');
    world.ask({
      type: 'cmd.transfer',
      call: 'c1',
      to: { kind: 'number', number: '0903' },
      by: { role: 'service', id: 'x' },
    });
    world.pass(5_000);
    expect(world.hears('0901', '0903')).toBe(true);
    world.hangUp('c1.1');
    world.settle();
    expect([world.hears('0901', '0903'), world.hears('minh', 'lan')]).toEqual([false, false]);
  });

  it('takes plain strings for ids, and rings everybody where they are', () => {
    const world = createWorld({
      seed: 1,
      agents: [{ id: 'lan', endpoint: 'sip:lan', skills: [] }],
      supervisors: [{ id: 'minh', endpoint: 'sip:minh' }],
    });
    world.ready('lan');
    const customer: string = world.arrive({ from: '0901' });
    world.pass(2_500);
    expect(world.hears('0901', 'lan')).toBe(true);
    expect(world.callOf(customer)).toBe('c1');
    world.ask({ type: 'cmd.supervise', call: 'c1', supervisor: 'minh', mode: 'monitor', scope: 'call' });
    world.pass(5_000);
    expect(world.hears('minh', '0901')).toBe(true);
    expect(world.hangUp('c1.1')).toBe(true);
    expect(world.hangUp('c1.7')).toBe(false);
    world.settle();
    expect(world.engine.state.legs.size).toBe(0);
  });

  it.each([true, false])('tells what became of a command, whether it keeps its facts or not: %s', (keepFacts) => {
    const world = createWorld({ seed: 1, agents: ['lan'], supervisors: ['minh'], keepFacts });
    world.ready('lan');
    world.arrive({ from: '0901' });
    world.pass(5_000);
    const supervise = {
      type: 'cmd.supervise',
      call: 'c1',
      supervisor: 'minh',
      mode: 'monitor',
      scope: 'call',
    } as const;
    const command = world.ask(supervise);
    expect(world.outcome(command), 'open').toBeNull();
    const refused = world.ask({ type: 'cmd.stop', call: 'c9' });
    expect(world.outcome(refused)).toMatchObject({ outcome: 'refused', refusal: { reason: 'noSuchCall' } });
    world.ask({ ...supervise, id: command });
    expect(world.outcome(command), 'open, though another with its id was refused').toBeNull();
    world.pass(5_000);
    expect(world.outcome(command)).toEqual({ outcome: 'done', cause: null, refusal: null });
    expect(world.outcome('never asked')).toBeNull();
    expect(world.facts.length > 0).toBe(keepFacts);
  });
});

describe('whoever watches', () => {
  it('has to do so from the beginning', () => {
    const world = createWorld({ seed: 1, agents: ['lan'] });
    world.ready('lan');
    expect(() => watch(world)).toThrow('before the first');
  });
});
