import { describe, expect, it } from 'vitest';
import { after, entryOf, loadRouting, ringMsAt, step } from '../../core/src/flow/index.ts';
import type { NodeId, Routing, World } from '../../core/src/flow/index.ts';
import { asId } from '../../core/src/vocabulary/index.ts';
import { sampleRouting } from '../support/routings.ts';

const routing = loaded(sampleRouting());
const node = (id: string): NodeId => asId(id);
const monday = Date.parse('2024-03-04T10:00+07:00');
const sunday = Date.parse('2024-03-03T10:00+07:00');
const world = (parts: Partial<World> = {}): World => ({ atMs: monday, hasRoom: () => true, ...parts });

describe('a call to a hotline', () => {
  it('enters at the node that the hotline names', () => {
    expect(entryOf(routing, asId('1901'))).toEqual({
      number: '1901',
      name: 'Priority line',
      entry: 'vip',
      answer: 'onCommand',
    });
  });

  it('is answered at once unless the hotline says otherwise', () => {
    expect(entryOf(routing, asId('1900'))?.answer).toBe('atOnce');
  });

  it('enters nowhere under a number that is no hotline', () => {
    expect(entryOf(routing, asId('1902'))).toBeNull();
  });
});

describe('a walk through the flow', () => {
  it('goes inside during office hours and outside otherwise', () => {
    const inside = { kind: 'announce', node: 'welcome', prompt: 'welcome' };
    const outside = { kind: 'announce', node: 'closed', prompt: 'closed' };
    expect(step(routing, node('open?'), world())).toEqual(inside);
    expect(step(routing, node('open?'), world({ atMs: sunday }))).toEqual(outside);
  });

  it('stops at a queue that has room', () => {
    const queue = routing.queues[asId<keyof Routing['queues']>('vip')];
    expect(step(routing, node('vip'), world())).toEqual({ kind: 'queue', node: 'vip', queue });
  });

  it('passes a full queue by way of its overflow', () => {
    const step1 = step(routing, node('vip'), world({ hasRoom: ({ id }) => id !== 'vip' }));
    expect(step1).toMatchObject({ kind: 'queue', node: 'sales', queue: { id: 'sales' } });
    const step2 = step(routing, node('vip'), world({ hasRoom: () => false }));
    expect(step2).toEqual({ kind: 'number', node: 'desk', to: '+49301234' });
    expect(ringMsAt(routing, asId('desk'))).toBe(20_000);
    expect(ringMsAt(routing, asId('bye'))).toBeNull();
  });

  it('ends with a hang-up', () => {
    expect(step(routing, node('bye'), world())).toEqual({ kind: 'hangUp', cause: 'normal' });
  });

  it('goes on where the node says, when the node is done with the call', () => {
    const next = ['welcome', 'vip', 'desk', 'open?', 'bye'].map((id) => after(routing, node(id)));
    expect(next).toEqual(['sales', 'sales', 'bye', null, null]);
  });

  it.each(['sails', 'constructor', '__proto__'])('does not begin at %s, which is no node', (id) => {
    expect(() => step(routing, node(id), world())).toThrow(`the routing has no node ${id}`);
    expect(() => after(routing, node(id))).toThrow(`the routing has no node ${id}`);
  });
});

function loaded(data: unknown): Routing {
  const result = loadRouting(data);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.routing;
}
