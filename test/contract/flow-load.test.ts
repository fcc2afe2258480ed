import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRouting } from '../../core/src/flow/index.ts';
import type { RoutingProblem } from '../../core/src/flow/index.ts';
import { pathsOf, valueAt, withValueAt } from '../support/mutations.ts';
import { sampleRouting } from '../support/routings.ts';

/** The problems of the sample with one value replaced; undefined removes it. */
const problemsWith = (...changes: readonly (readonly [path: string, value: unknown])[]): readonly RoutingProblem[] =>
  problemsOf(
    changes.reduce<unknown>(
      (data, [path, value]) => withValueAt(data, path.split('/').slice(1), value),
      sampleRouting(),
    ),
  );

function problemsOf(data: unknown): readonly RoutingProblem[] {
  const result = loadRouting(data);
  return result.ok ? [] : result.problems;
}

describe('a routing that is well formed', () => {
  it('is loaded, with what was left out filled in', () => {
    const result = loadRouting(sampleRouting());
    expect(result).toMatchObject({
      ok: true,
      routing: {
        hotlines: [{ answer: 'atOnce' }, { answer: 'onCommand' }],
        queues: {
          sales: { id: 'sales', headStartMs: 0 },
          vip: { id: 'vip', headStartMs: 60_000 },
        },
      },
    });
  });

  it('may be empty', () => {
    expect(problemsOf({ hotlines: [], nodes: {}, queues: {} })).toEqual([]);
  });

  it('loads the same when it is written down and loaded again', () => {
    const first = loadRouting(sampleRouting());
    if (!first.ok) throw new Error('the sample is sound');
    const { byNumber: _, ...data } = first.routing;
    expect(loadRouting(JSON.parse(JSON.stringify(data)))).toEqual(first);
  });

  it('is a copy: what happens to the data afterwards does not matter', () => {
    const data = sampleRouting();
    const result = loadRouting(data);
    data.queues.sales.priority = 77;
    data.nodes.bye.cause = 'x';
    expect(result).toEqual(loadRouting(sampleRouting()));
  });

  it('may have names that objects inherit', () => {
    const nodes = JSON.parse('{ "__proto__": { "kind": "hangUp", "cause": "busy" } }') as unknown;
    expect(problemsOf({ hotlines: [{ number: '1', name: 'x', entry: '__proto__' }], nodes, queues: {} })).toEqual([]);
    expect(problemsWith(['/nodes/vip/overflow', 'constructor'])).toHaveLength(1);
  });

  it('may have two ways to the same node', () => {
    expect(problemsWith(['/nodes/open?/outside', 'welcome'], ['/nodes/closed', undefined])).toEqual([]);
  });
});

describe('a routing that is wrong', () => {
  it.each<[path: string, value: unknown, expected: Partial<RoutingProblem>]>([
    ['/hotlines', {}, { problem: 'is an object', allowed: 'a list' }],
    ['/hotlines/0', 7, { problem: 'is 7', allowed: 'an object' }],
    ['/hotlines/0/number', '', { problem: 'is ""' }],
    ['/hotlines/0/answer', 'later', { problem: 'is "later"', allowed: 'one of atOnce, onCommand' }],
    ['/hotlines/1/number', '1900', { problem: 'is "1900", which another hotline has' }],
    ['/hotlines/1/entry', 'vpi', { problem: 'is "vpi", which is no node here', node: null }],
    ['/queues/vip', 5, { problem: 'is 5', allowed: 'an object' }],
    ['/queues/sales/id', 'sails', { problem: 'is "sails"', allowed: 'one of sales' }],
    ['/queues/sales/priority', 10, { problem: 'is 10', allowed: 'an integer from 0 to 9' }],
    ['/queues/sales/priority', 2.5, { problem: 'is 2.5' }],
    ['/queues/sales/ringTimeoutMs', 0, { allowed: 'an integer from 1 to 600000' }],
    ['/queues/sales/maxWaitMs', -1, { allowed: 'an integer from 0 to 86400000' }],
    ['/queues/sales/skills/1', 'sales', { problem: 'is there twice' }],
    ['/queues/sales/color', 'red', { problem: 'is unknown' }],
    ['/nodes/vip', null, { problem: 'is null', node: 'vip' }],
    ['/nodes/vip/kind', 'menu', { problem: 'not yet: menu', node: 'vip' }],
    ['/nodes/vip/kind', 'voicemail', { problem: 'not yet: voicemail' }],
    [
      '/nodes/vip/kind',
      'toString',
      { problem: 'is "toString"', allowed: 'one of hours, queue, announce, number, hangUp' },
    ],
    ['/nodes/vip/queue', 'vpi', { problem: 'is "vpi", which is no queue here', node: 'vip' }],
    ['/nodes/vip/overflow', undefined, { problem: 'is missing', allowed: 'the name of a node', node: 'vip' }],
    ['/nodes/bye/cause', 'bored', { problem: 'is "bored"', node: 'bye' }],
    ['/nodes/welcome/prompt', 'a\nb', { node: 'welcome' }],
    ['/nodes/open?/utcOffsetMinutes', 900, { allowed: 'an integer from -720 to 840' }],
    ['/nodes/open?/open/0/days/0', 'monday', { allowed: 'one of mon, tue, wed, thu, fri, sat, sun' }],
    ['/nodes/open?/open/0/days/5', 'fri', { problem: 'is there twice' }],
    ['/nodes/open?/open/0/days', [], { problem: 'has 0 items', allowed: '1 to 7' }],
    ['/nodes/open?/open/0/from', '7:00', { allowed: 'a time from 00:00 to 24:00' }],
    ['/nodes/open?/open/0/from', '24:30', { allowed: 'a time from 00:00 to 24:00' }],
    ['/nodes/open?/open', [], { problem: 'has 0 items' }],
    ['/nodes/open?/closedOn/0', '2025-02-29', { allowed: 'a date as YYYY-MM-DD' }],
    ['/nodes/open?/closedOn/1', '2025-01-01', { problem: 'is there twice' }],
  ])('says so where %s is %j', (path, value, expected) => {
    expect(problemsWith([path, value])).toMatchObject([{ path, ...expected }]);
  });

  it('says where hours are empty', () => {
    expect(problemsWith(['/nodes/open?/open/2/to', '08:00'])).toMatchObject([
      { path: '/nodes/open?/open/2', node: 'open?', problem: 'is empty: from 08:00 to 08:00' },
    ]);
  });

  it('says which hours overlap, and on which day', () => {
    expect(problemsWith(['/nodes/open?/open/1/from', '11:59'])).toMatchObject([
      { path: '/nodes/open?/open/1', node: 'open?', problem: 'overlaps 08:00 to 12:00 on mon' },
    ]);
    expect(problemsWith(['/nodes/open?/open/1/from', '12:00'])).toEqual([]);
  });

  it('names the cycle where a way comes back to where it was', () => {
    const cycle = 'is on a cycle: sales → desk → vip → sales';
    expect(problemsWith(['/nodes/desk/failed', 'vip'], ['/nodes/closed/next', 'gone'])).toContainEqual({
      path: '/nodes/sales',
      node: 'sales',
      problem: cycle,
    });
    expect(problemsWith(['/nodes/welcome/next', 'welcome'])).toContainEqual({
      path: '/nodes/welcome',
      node: 'welcome',
      problem: 'is on a cycle: welcome → welcome',
    });
  });

  it('names every node that no hotline leads to', () => {
    const alone = { kind: 'announce', prompt: 'x', next: 'attic' };
    const attic = { kind: 'hangUp', cause: 'normal' };
    const problem = 'is unreachable: no hotline leads here';
    expect(problemsWith(['/nodes/alone', alone], ['/nodes/attic', attic])).toEqual([
      { path: '/nodes/alone', node: 'alone', problem },
      { path: '/nodes/attic', node: 'attic', problem },
    ]);
  });

  it('does not call a node unreachable that a misspelt reference may have meant', () => {
    expect(problemsWith(['/hotlines/0/entry', 'opne?'])).toHaveLength(1);
    expect(problemsWith(['/nodes/welcome', 'nothing'])).toHaveLength(1);
    expect(problemsWith(['/hotlines', 'nothing'])).toHaveLength(1);
  });

  it('escapes a path as JSON Pointers do', () => {
    expect(problemsWith(['/nodes/bye', undefined], ['/nodes/closed/next', 'a/b~c'])).toHaveLength(2);
    const nodes = { 'a/b~c': { kind: 'hangUp' } };
    const [problem] = problemsOf({ hotlines: [{ number: '1', name: 'x', entry: 'a/b~c' }], nodes, queues: {} });
    expect(problem).toMatchObject({ path: '/nodes/a~1b~0c/cause', node: 'a/b~c' });
  });

  it('tells everything at once', () => {
    const paths = problemsWith(
      ['/hotlines/1/number', '1900'],
      ['/nodes/vip/overflow', 'nowhere'],
      ['/nodes/vip/color', 'red'],
      ['/nodes/welcome/prompt', 12],
      ['/nodes/desk/failed', 'sales'],
      ['/queues/sales/maxSize', null],
      ['/queues/vip/name', undefined],
      ['/version', 2],
    ).map(({ path }) => path);
    expect(paths.toSorted()).toEqual([
      '/hotlines/1/number',
      '/nodes/sales',
      '/nodes/vip/color',
      '/nodes/vip/overflow',
      '/nodes/welcome/prompt',
      '/queues/sales/maxSize',
      '/queues/vip/name',
      '/version',
    ]);
  });

  it('has bounds', () => {
    const name = (index: number): string => `n${index}`;
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), null]));
    expect(problemsOf({ hotlines: [], nodes: many(1_001), queues: many(1_001) })).toMatchObject([
      { path: '/nodes', problem: 'has 1001 entries', allowed: 'at most 1000' },
      { path: '/queues', problem: 'has 1001 entries', allowed: 'at most 1000' },
    ]);
    expect(problemsOf({ hotlines: Object.assign([], { length: 2 ** 32 - 1 }), nodes: {}, queues: {} })).toHaveLength(1);
  });

  it('is not read beyond what it holds itself', () => {
    expect(problemsOf(Object.create(sampleRouting()))).toMatchObject([
      { path: '/hotlines', problem: 'is missing' },
      { path: '/nodes', problem: 'is missing' },
      { path: '/queues', problem: 'is missing' },
    ]);
  });

  it('is refused where reading it throws', () => {
    const trap = Object.defineProperty({}, 'hotlines', {
      enumerable: true,
      get: () => {
        throw new Error('mine');
      },
    });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const data of [trap, proxy, { hotlines: proxy, nodes: {}, queues: {} }]) {
      expect(problemsOf(data)).toContainEqual({
        path: '',
        node: null,
        problem: 'cannot be read',
        allowed: 'plain data',
      });
    }
  });
});

describe('whatever is loaded', () => {
  it('gives a routing or problems, and never throws', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
    });
    const almost = fc.record({ hotlines: anything, nodes: anything, queues: anything });
    fc.assert(
      fc.property(fc.oneof(anything, almost), (data) => {
        const result = loadRouting(data);
        expect(result.ok || result.problems.length > 0).toBe(true);
      }),
    );
  });

  it('is refused where one value of a sound routing is replaced by one that cannot be right, and the place is told', () => {
    const paths = pathsOf(sampleRouting()).filter((path) => path.length > 0);
    const wrong = fc.constantFrom<unknown>(null, '', -1e9, 0.5, 'two\nlines', Symbol('x'), () => 0, 10n);
    fc.assert(
      fc.property(fc.constantFrom(...paths), wrong, (path, value) => {
        const problems = problemsOf(withValueAt(sampleRouting(), path, value));
        expect(problems.map((problem) => problem.path)).toContain(`/${path.join('/')}`);
      }),
      { numRuns: 500 },
    );
  });

  it('survives any value in any place, and loads the same again where it loads', () => {
    const paths = pathsOf(sampleRouting());
    const names = Object.keys(sampleRouting().nodes);
    const value = fc.oneof(
      fc.anything(),
      fc.constantFrom(...names),
      fc.constantFrom(...paths).map((path) => valueAt(sampleRouting(), path)),
    );
    const change = fc.tuple(fc.constantFrom(...paths), value);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const data = changes.reduce<unknown>((data, [path, value]) => withValueAt(data, path, value), sampleRouting());
        const result = loadRouting(data);
        if (!result.ok) return;
        const { byNumber: _, ...written } = result.routing;
        expect(loadRouting(written)).toEqual(result);
      }),
      { numRuns: 1_000 },
    );
  });
});
