import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAcd, restoreAcd } from '../../core/src/acd/index.ts';
import type { Acd } from '../../core/src/acd/index.ts';
import type { Queue } from '../../core/src/flow/index.ts';
import { asId } from '../../core/src/vocabulary/index.ts';
import type { AgentId, CallId, QueueId } from '../../core/src/vocabulary/index.ts';

const agent = (id: string): AgentId => asId(id);
const call = (id: string): CallId => asId(id);
const queue = (id: string, parts: Partial<Omit<Queue, 'id'>> = {}): Queue => ({
  id: asId(id),
  name: id,
  skills: [],
  priority: 0,
  headStartMs: 0,
  ringTimeoutMs: 15_000,
  maxSize: 100,
  maxWaitMs: 0,
  wrapUpMs: 0,
  serviceLevelMs: 20_000,

  ...parts,
});

const sales = queue('sales', { skills: ['sales'] });
const support = queue('support', { skills: ['support'] });
const german = queue('german', { skills: ['support', 'german'] });
const everything = ['sales', 'support', 'german'];

function enqueue(acd: Acd, id: string, to: Queue, atMs: number, front = false): void {
  acd.enqueue({ call: call(id), queue: to.id, atMs, front });
}
const order = (acd: Acd, of: Queue): readonly string[] => acd.waiting(of.id).map(({ call }) => call);

describe('an agent for a call', () => {
  it('is the one who has been idle longest', () => {
    const acd = createAcd(
      [sales],
      ['ann', 'bob'].map((id) => ({ id: agent(id), skills: ['sales'] })),
    );
    acd.idle(agent('bob'), 100);
    acd.idle(agent('ann'), 200);
    enqueue(acd, 'c1', sales, 300);
    expect(acd.agentFor(call('c1'))).toBe('bob');
    acd.busy(agent('bob'));
    expect(acd.agentFor(call('c1'))).toBe('ann');
    acd.idle(agent('bob'), 400);
    expect(acd.agentFor(call('c1'))).toBe('ann');
  });

  it('is, of agents idle since the same moment, the one who was told first', () => {
    const acd = createAcd(
      [sales],
      ['ann', 'bob', 'cyd'].map((id) => ({ id: agent(id), skills: ['sales'] })),
    );
    for (const id of ['cyd', 'ann', 'bob']) acd.idle(agent(id), 100);
    enqueue(acd, 'c1', sales, 100);
    expect(acd.agentFor(call('c1'))).toBe('cyd');
  });

  it('has every skill of the queue', () => {
    const acd = createAcd(
      [support, german],
      [
        { id: agent('ann'), skills: ['support'] },
        { id: agent('bob'), skills: ['german', 'support', 'sales'] },
      ],
    );
    acd.idle(agent('ann'), 100);
    acd.idle(agent('bob'), 200);
    enqueue(acd, 'c1', german, 300);
    enqueue(acd, 'c2', support, 300);
    expect(acd.agentFor(call('c1'))).toBe('bob');
    expect(acd.agentFor(call('c2'))).toBe('ann');
    expect([acd.idleCount(support.id), acd.idleCount(german.id)]).toEqual([2, 1]);
  });

  it('is anybody where the queue asks for no skill', () => {
    const open = queue('open');
    const acd = createAcd([open], [{ id: agent('ann'), skills: [] }]);
    acd.idle(agent('ann'), 0);
    enqueue(acd, 'c1', open, 0);
    expect(acd.agentFor(call('c1'))).toBe('ann');
  });

  it('is nobody while nobody is idle, and for a call that does not wait', () => {
    const acd = createAcd([sales], [{ id: agent('ann'), skills: ['sales'] }]);
    enqueue(acd, 'c1', sales, 0);
    expect(acd.agentFor(call('c1'))).toBeNull();
    acd.idle(agent('ann'), 1);
    expect(acd.agentFor(call('c2'))).toBeNull();
  });

  it('keeps the place of an agent who is told to be idle twice', () => {
    const acd = createAcd(
      [sales],
      ['ann', 'bob'].map((id) => ({ id: agent(id), skills: ['sales'] })),
    );
    acd.idle(agent('ann'), 100);
    acd.idle(agent('bob'), 200);
    acd.idle(agent('ann'), 300);
    enqueue(acd, 'c1', sales, 300);
    expect(acd.agentFor(call('c1'))).toBe('ann');
    expect(acd.idleCount(sales.id)).toBe(2);
  });
});

describe('a call for an agent', () => {
  const ann = agent('ann');
  const serving = (...queues: readonly Queue[]): Acd => createAcd(queues, [{ id: ann, skills: everything }]);

  it('is the one that has waited longest', () => {
    const acd = serving(sales, support);
    enqueue(acd, 'c1', support, 100);
    enqueue(acd, 'c2', sales, 90);
    expect(acd.callFor(ann)).toBe('c2');
  });

  it('is of the queue with the highest priority, however long another has waited', () => {
    const urgent = queue('urgent', { priority: 9 });
    const acd = serving(sales, urgent);
    enqueue(acd, 'c1', sales, 0, true);
    enqueue(acd, 'c2', urgent, 1_000_000);
    expect(acd.callFor(ann)).toBe('c2');
  });

  it('is one that was put to the front, before those that have waited longer', () => {
    const acd = serving(sales, support);
    enqueue(acd, 'c1', sales, 0);
    enqueue(acd, 'c2', sales, 500, true);
    expect(order(acd, sales)).toEqual(['c2', 'c1']);
    enqueue(acd, 'c3', support, 10);
    expect(acd.callFor(ann)).toBe('c2');
  });

  it('counts the head start of its queue as waiting', () => {
    const ahead = queue('ahead', { headStartMs: 60_000 });
    const acd = serving(sales, ahead);
    enqueue(acd, 'c1', sales, 0);
    enqueue(acd, 'c2', ahead, 59_999);
    expect(acd.callFor(ann)).toBe('c2');
    acd.leave(call('c2'));
    enqueue(acd, 'c3', ahead, 60_001);
    expect(acd.callFor(ann)).toBe('c1');
  });

  it('is the first that came, of those that have waited equally long', () => {
    const acd = serving(sales, support);
    enqueue(acd, 'c1', support, 7);
    enqueue(acd, 'c2', sales, 7);
    expect(acd.callFor(ann)).toBe('c1');
  });

  it('is none where nobody waits in a queue that the agent serves', () => {
    const acd = createAcd([sales, support], [{ id: ann, skills: ['support'] }]);
    enqueue(acd, 'c1', sales, 0);
    expect(acd.callFor(ann)).toBeNull();
  });
});

describe('a queue', () => {
  it('keeps the order when a caller in the middle hangs up', () => {
    const acd = createAcd([sales], []);
    for (const [index, id] of ['c1', 'c2', 'c3'].entries()) enqueue(acd, id, sales, index);
    expect(acd.leave(call('c2'))).toBe(true);
    expect(order(acd, sales)).toEqual(['c1', 'c3']);
    expect(acd.size(sales.id)).toBe(2);
  });

  it('tells a caller who is next that their position is 1', () => {
    const acd = createAcd([sales], []);
    enqueue(acd, 'c1', sales, 0);
    enqueue(acd, 'c2', sales, 1);
    expect([acd.position(call('c1')), acd.position(call('c2')), acd.position(call('c3'))]).toEqual([1, 2, null]);
    enqueue(acd, 'c3', sales, 2, true);
    expect(acd.position(call('c2'))).toBe(3);
  });

  it('lets a caller go once', () => {
    const acd = createAcd([sales], []);
    enqueue(acd, 'c1', sales, 0);
    expect(acd.queueOf(call('c1'))).toBe('sales');
    expect([acd.leave(call('c1')), acd.leave(call('c1'))]).toEqual([true, false]);
    expect(acd.queueOf(call('c1'))).toBeNull();
  });

  it('does not take a call that waits already', () => {
    const acd = createAcd([sales, support], []);
    enqueue(acd, 'c1', sales, 0);
    expect(() => enqueue(acd, 'c1', support, 0)).toThrow('c1 waits already');
  });

  it('is asked about by its own name only', () => {
    const acd = createAcd([sales], []);
    expect(() => acd.size(asId<QueueId>('sails'))).toThrow('the acd was made without sails');
  });
});

const world = fc.record({
  queues: fc.array(
    fc.record({
      skills: fc.subarray(everything),
      priority: fc.nat({ max: 2 }),
      headStartMs: fc.constantFrom(0, 3, 10),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  agents: fc.array(fc.subarray(everything), { minLength: 1, maxLength: 5 }),
});

/** Times go forwards mostly, as they do where a call keeps the time of its first queue. */
const operation = fc.record({
  kind: fc.constantFrom('idle', 'busy', 'enqueue', 'enqueue', 'leave', 'restore'),
  who: fc.nat({ max: 19 }),
  where: fc.nat({ max: 3 }),
  atMs: fc.nat({ max: 8 }),
  front: fc.boolean(),
});

describe('the distribution of calls', () => {
  it('does what a plain list would, whatever comes and goes, also where it is saved and restored in between', () => {
    fc.assert(
      fc.property(world, fc.array(operation, { maxLength: 120 }), (world, operations) => {
        const queues = world.queues.map((parts, index) => queue(`q${index}`, parts));
        const agents = world.agents.map((skills, index) => ({ id: agent(`a${index}`), skills }));
        const model = naive(queues, agents);
        let acd = createAcd(queues, agents);
        for (const [index, { kind, who, where, atMs, front }] of operations.entries()) {
          const one = agents[who % agents.length]?.id ?? agent('');
          const to = queues[where % queues.length]?.id ?? asId<QueueId>('');
          const time = Math.floor(index / 4) + atMs;
          if (kind === 'idle') {
            acd.idle(one, time);
            model.idle(one, time);
          } else if (kind === 'busy') {
            acd.busy(one);
            model.busy(one);
          } else if (kind === 'restore') {
            const saved = acd.snapshot();
            acd = restoreAcd(queues, agents, JSON.parse(JSON.stringify(saved)) as typeof saved);
            expect(acd.snapshot()).toEqual(saved);
          } else if (kind === 'leave' || acd.queueOf(call(`c${who}`)) !== null) {
            expect(acd.leave(call(`c${who}`))).toBe(model.leave(call(`c${who}`)));
          } else {
            const enqueued = { call: call(`c${who}`), queue: to, atMs: time, front };
            acd.enqueue(enqueued);
            model.enqueue(enqueued);
          }
          expect(seen(acd, queues, agents)).toEqual(seen(model, queues, agents));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps a long queue in order, whoever leaves it', () => {
    const acd = createAcd([sales], []);
    const expected: string[] = [];
    for (let index = 0; index < 10_000; index += 1) enqueue(acd, `c${index}`, sales, index);
    for (let index = 0; index < 10_000; index += 1) {
      if ((index * 7_919) % 10 < 7) acd.leave(call(`c${index}`));
      else expected.push(`c${index}`);
    }
    expect(order(acd, sales)).toEqual(expected);
    expect(acd.position(call(expected.at(-1) ?? ''))).toBe(expected.length);
  });
});

type Seen = Pick<Acd, 'agentFor' | 'callFor' | 'size' | 'idleCount' | 'waiting' | 'queueOf' | 'position'>;
type Model = Seen & Pick<Acd, 'idle' | 'busy' | 'enqueue' | 'leave'>;

/** Everything that can be asked. */
function seen(of: Seen, queues: readonly Queue[], agents: readonly { readonly id: AgentId }[]): object {
  const calls = Array.from({ length: 20 }, (_, index) => call(`c${index}`));
  return {
    queues: queues.map(({ id }) => [of.size(id), of.idleCount(id), of.waiting(id)]),
    agents: agents.map(({ id }) => of.callFor(id)),
    calls: calls.map((id) => [of.agentFor(id), of.queueOf(id), of.position(id)]),
  };
}

/** The rules as they are told, on two lists that are sorted at every question. */
function naive(
  queues: readonly Queue[],
  agents: readonly { readonly id: AgentId; readonly skills: readonly string[] }[],
): Model {
  let idle: { readonly id: AgentId; readonly atMs: number }[] = [];
  let calls: { readonly call: CallId; readonly queue: QueueId; readonly atMs: number; readonly front: boolean }[] = [];
  const queueNamed = (id: QueueId): Queue => queues.find((queue) => queue.id === id) ?? queue('');
  const serves = (id: AgentId, queue: QueueId): boolean =>
    queueNamed(queue).skills.every((skill) => agents.find((agent) => agent.id === id)?.skills.includes(skill));
  const idleAt = (queue: QueueId): typeof idle =>
    idle.filter(({ id }) => serves(id, queue)).sort((one, other) => one.atMs - other.atMs);
  const inOrder = (of: typeof calls): typeof calls =>
    of.toSorted((one, other) => {
      const [here, there] = [queueNamed(one.queue), queueNamed(other.queue)];
      const waits = one.atMs - here.headStartMs - (other.atMs - there.headStartMs);
      return there.priority - here.priority || Number(other.front) - Number(one.front) || waits;
    });
  const waiting = (id: QueueId): typeof calls => inOrder(calls.filter(({ queue }) => queue === id));
  const queueOf = (id: CallId): QueueId | null => calls.find(({ call }) => call === id)?.queue ?? null;
  return {
    idle: (id, atMs) => {
      if (!idle.some((one) => one.id === id)) idle.push({ id, atMs });
    },
    busy: (id) => {
      idle = idle.filter((one) => one.id !== id);
    },
    enqueue: (enqueued) => {
      calls.push(enqueued);
    },
    leave: (id) => {
      const waits = queueOf(id) !== null;
      calls = calls.filter(({ call }) => call !== id);
      return waits;
    },
    agentFor: (id) => {
      const queue = queueOf(id);
      return queue === null ? null : (idleAt(queue)[0]?.id ?? null);
    },
    callFor: (id) => inOrder(calls.filter(({ queue }) => serves(id, queue)))[0]?.call ?? null,
    size: (id) => waiting(id).length,
    idleCount: (id) => idleAt(id).length,
    waiting,
    queueOf,
    position: (id) => {
      const queue = queueOf(id);
      return queue === null ? null : waiting(queue).findIndex(({ call }) => call === id) + 1;
    },
  };
}
