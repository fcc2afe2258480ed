import { describe, expect, test } from 'vitest';
import { asId } from '@legwork/core';
import type { AgentId, CallId, CommandId, Fact, FactOf, LegId, QueueId, SeatId, SupervisorId } from '@legwork/core';
import { createLiveList } from '../../core/src/live/index.ts';
import type { LiveCall, LiveList } from '../../core/src/live/index.ts';

const c1 = asId<CallId>('c1');
const c2 = asId<CallId>('c2');
const sales = asId<QueueId>('sales');
const billing = asId<QueueId>('billing');
const minh = asId<SupervisorId>('minh');
const seat = asId<SeatId>('s1');
const lan = { kind: 'agent', agent: asId<AgentId>('lan') } as const;

/** A fact about the first call, with whatever the story needs said otherwise. */
type But<Type extends Fact['type']> = Partial<Omit<FactOf<Type>, 'type' | 'at'>>;

const created = (at: number, but: But<'call.created'> = {}): Fact => ({
  type: 'call.created',
  at,
  call: c1,
  direction: 'inbound',
  customer: asId('+84901234567'),
  hotline: asId('19001000'),
  switch: asId('asterisk-1'),
  ours: true,
  ...but,
});
const changed = (at: number, state: FactOf<'call.changed'>['state'], but: But<'call.changed'> = {}): Fact => ({
  type: 'call.changed',
  at,
  call: c1,
  state,
  hold: 'open',
  handover: 'idle',
  recording: 'off',
  ...but,
});
const queued = (at: number, queue = sales, but: But<'call.queued'> = {}): Fact => ({
  type: 'call.queued',
  at,
  call: c1,
  queue,
  front: false,
  ...but,
});
const closed = (at: number, call = c1): Fact => ({
  type: 'call.closed',
  at,
  call,
  end: 'customerLeft',
  cause: 'normal',
  queue: null,
  served: true,
  abandoned: false,
  waitMs: 0,
  talkMs: 0,
  holdMs: 0,
});
const seated = (at: number, but: But<'seat.changed'> = {}): Fact => ({
  type: 'seat.changed',
  at,
  seat,
  supervisor: minh,
  call: c1,
  scope: 'agent',
  state: 'present',
  mode: 'monitor',
  wanted: 'monitor',
  ...but,
});
const accepted = (
  at: number,
  command: string,
  what: FactOf<'command.accepted'>['what'],
  call: CallId | null = c1,
): Fact => ({
  type: 'command.accepted',
  at,
  command: asId<CommandId>(command),
  what,
  call,
});
const resolved = (at: number, command: string, what: FactOf<'command.resolved'>['what']): Fact => ({
  type: 'command.resolved',
  at,
  command: asId<CommandId>(command),
  what,
  call: c1,
  outcome: 'done',
  cause: null,
  refusal: null,
  allowed: [],
});
const confirmed = (at: number, confirmed: boolean): Fact => ({ type: 'call.confirmed', at, call: c1, confirmed });
const placed = (at: number, basis: 'seen' | 'assumed'): Fact => ({
  type: 'leg.placed',
  at,
  leg: asId<LegId>('c1.1'),
  call: c1,
  place: 'main',
  target: null,
  mode: null,
  basis,
});

const agent = (at: number, name: string, state: FactOf<'agent.changed'>['state']): Fact => ({
  type: 'agent.changed',
  at,
  agent: asId<AgentId>(name),
  state,
  reason: null,
  call: null,
});

function listOf(...facts: readonly Fact[]): LiveList {
  const list = createLiveList();
  for (const fact of facts) list.apply(fact);
  return list;
}

/** The first call at a moment; fails the test where it is not on the list. */
function callAt(list: LiveList, nowMs: number): LiveCall {
  const call = list.get(c1, nowMs);
  if (call === undefined) throw new Error('c1 is not on the list');
  return call;
}

/** Waits 20 s in a queue, talks from 30 s, is held from 50 s to 60 s. */
const oneCall = [
  created(0),
  changed(1_000, 'flow'),
  queued(10_000),
  changed(10_000, 'queued'),
  changed(25_000, 'offering'),
  { type: 'call.party', at: 25_000, call: c1, party: lan } satisfies Fact,
  changed(28_000, 'connecting'),
  changed(30_000, 'talking'),
  changed(49_000, 'talking', { hold: 'holding' }),
  changed(50_000, 'talking', { hold: 'held' }),
  changed(60_000, 'talking', { hold: 'resuming' }),
  changed(61_000, 'talking'),
] as const;

describe('a call on the list', () => {
  test('shows who calls whom, through which queue, and who talks', () => {
    const list = listOf(...oneCall);
    expect(callAt(list, 70_000)).toEqual({
      call: c1,
      direction: 'inbound',
      customer: '+84901234567',
      hotline: '19001000',
      switch: 'asterisk-1',
      ours: true,
      queue: sales,
      party: lan,
      state: 'talking',
      stateSinceMs: 30_000,
      inStateMs: 40_000,
      hold: 'open',
      recording: 'off',
      startedMs: 0,
      waitMs: 20_000,
      talkMs: 40_000,
      holdMs: 10_000,
      waitingSinceMs: null,
      talkingSinceMs: 30_000,
      heldSinceMs: null,
      queuedSinceMs: null,
      supervisors: [],
      underWay: [],
      confirmed: true,
      seenMs: null,
    });
  });

  test.for<[string, FactOf<'call.changed'>['state'], But<'call.created'>]>([
    ['that comes in is arriving', 'arriving', { direction: 'inbound' }],
    ['that goes out is dialling', 'dialling', { direction: 'outbound' }],
    ['that was found is talking', 'talking', { ours: false }],
  ])('%s before anything more is told', ([, state, but]) => {
    const list = listOf(created(5_000, but));
    expect(callAt(list, 7_000)).toMatchObject({ state, inStateMs: 2_000, talkMs: state === 'talking' ? 2_000 : 0 });
  });

  test('is there until it is closed, beside the others', () => {
    const list = listOf(created(0), created(1_000, { call: c2 }), changed(2_000, 'closing'));
    expect(list.rows(3_000).map(({ call, state }) => [call, state])).toEqual([
      [c1, 'closing'],
      [c2, 'arriving'],
    ]);
    list.apply(closed(3_000));
    expect(list.size).toBe(1);
    expect(list.get(c1, 4_000)).toBeUndefined();
    expect(list.rows(4_000).map(({ call }) => call)).toEqual([c2]);
  });

  test('is not sure while the switch is out of reach, and shows when the switch was last heard', () => {
    const list = listOf(created(0), placed(1_000, 'seen'), placed(2_000, 'assumed'));
    expect(callAt(list, 9_000)).toMatchObject({ confirmed: true, seenMs: 1_000 });
    list.apply(confirmed(3_000, false));
    expect(callAt(list, 9_000)).toMatchObject({ confirmed: false, seenMs: 1_000 });
    list.apply(confirmed(4_000, true));
    expect(callAt(list, 9_000)).toMatchObject({ confirmed: true, seenMs: 4_000 });
  });
});

describe('the times of a call', () => {
  test('run while they are counted', () => {
    const list = listOf(...oneCall.slice(0, 4));
    expect(callAt(list, 14_000)).toMatchObject({ waitMs: 4_000, talkMs: 0, holdMs: 0 });
    for (const fact of oneCall.slice(4, 10)) list.apply(fact);
    expect(callAt(list, 55_000)).toMatchObject({ waitMs: 20_000, talkMs: 25_000, holdMs: 5_000 });
  });

  test('of a customer who gives up end with the beginning of the end', () => {
    const list = listOf(created(0), queued(1_000), changed(1_000, 'queued'), changed(9_000, 'closing'));
    expect(callAt(list, 20_000)).toMatchObject({ waitMs: 8_000, talkMs: 0 });
  });

  test('of a call that goes back to the queue: it does not wait again, and talks on later', () => {
    const list = listOf(
      ...oneCall,
      changed(70_000, 'queued'),
      queued(70_000, billing, { front: true }),
      changed(90_000, 'talking'),
    );
    expect(callAt(list, 95_000)).toMatchObject({ queue: billing, waitMs: 20_000, talkMs: 45_000, holdMs: 10_000 });
  });

  test('of a call that was talked on before it was queued have no wait', () => {
    const list = listOf(created(0), changed(1_000, 'talking'), queued(5_000), changed(5_000, 'queued'));
    expect(callAt(list, 9_000)).toMatchObject({ state: 'queued', waitMs: 0, talkMs: 4_000 });
  });

  test('do not begin anew where another region moves', () => {
    const list = listOf(...oneCall, changed(65_000, 'talking', { recording: 'on' }));
    expect(callAt(list, 70_000)).toMatchObject({ stateSinceMs: 30_000, recording: 'on', talkMs: 40_000 });
  });

  test('are not negative for a reader whose clock is behind', () => {
    const list = listOf(...oneCall.slice(0, 10));
    expect(callAt(list, 0)).toMatchObject({ inStateMs: 0, waitMs: 20_000, talkMs: 0, holdMs: 0 });
  });
});

describe('the supervisors of a call', () => {
  test('are shown with what they hear and what they asked for', () => {
    const list = listOf(...oneCall, seated(62_000, { state: 'changing', wanted: 'whisper' }));
    const present = { seat, supervisor: minh, scope: 'agent', state: 'changing', mode: 'monitor', wanted: 'whisper' };
    expect(callAt(list, 63_000).supervisors).toEqual([present]);
    list.apply(seated(64_000, { mode: 'whisper', wanted: 'whisper' }));
    expect(callAt(list, 65_000).supervisors).toEqual([{ ...present, state: 'present', mode: 'whisper' }]);
  });

  test('go with the agent to the next call', () => {
    const list = listOf(created(0), created(0, { call: c2 }), seated(1_000), seated(2_000, { call: c2 }));
    expect(list.get(c1, 3_000)?.supervisors).toEqual([]);
    expect(list.get(c2, 3_000)?.supervisors).toHaveLength(1);
  });

  test.for<[string, But<'seat.changed'>]>([
    ['are gone when they have left', { state: 'gone', mode: null }],
    ['are gone when they are parked between two calls', { state: 'parked', call: null, mode: null }],
  ])('%s', ([, but]) => {
    const list = listOf(created(0), seated(1_000), seated(2_000, but));
    expect(callAt(list, 3_000).supervisors).toEqual([]);
    expect(list.ignored).toBe(0);
  });

  test('keep their order when one of them changes', () => {
    const other = asId<SeatId>('s2');
    const list = listOf(created(0), seated(1_000), seated(1_000, { seat: other }), seated(2_000, { mode: 'barge' }));
    expect(callAt(list, 3_000).supervisors.map((shown) => [shown.seat, shown.mode])).toEqual([
      [seat, 'barge'],
      [other, 'monitor'],
    ]);
  });

  test('outlive the call without a trace of it', () => {
    const parked = seated(1_500, { state: 'parked', call: null });
    for (const leaving of [[], [parked]]) {
      const list = listOf(created(0), created(0, { call: c2 }), seated(1_000), ...leaving, closed(2_000));
      list.apply(seated(3_000, { call: c2 }));
      expect(list.get(c2, 4_000)?.supervisors).toHaveLength(1);
      expect(list.ignored).toBe(0);
    }
  });
});

describe('what is under way with a call', () => {
  test('is a command until it is resolved', () => {
    const list = listOf(...oneCall, accepted(62_000, 'k1', 'cmd.stop'));
    expect(callAt(list, 63_000).underWay).toEqual([
      { kind: 'command', command: 'k1', what: 'cmd.stop', sinceMs: 62_000 },
    ]);
    list.apply(resolved(64_000, 'k1', 'cmd.stop'));
    expect(callAt(list, 65_000).underWay).toEqual([]);
  });

  test('is a handover, under the command that began it, since it began', () => {
    const list = listOf(
      ...oneCall,
      accepted(62_000, 'k1', 'cmd.takeover'),
      changed(62_000, 'talking', { handover: 'dialling' }),
      changed(66_000, 'talking', { handover: 'joining' }),
    );
    expect(callAt(list, 67_000).underWay).toEqual([
      { kind: 'handover', state: 'joining', by: 'cmd.takeover', sinceMs: 62_000 },
      { kind: 'command', command: 'k1', what: 'cmd.takeover', sinceMs: 62_000 },
    ]);
    list.apply(changed(68_000, 'talking'));
    list.apply(resolved(68_000, 'k1', 'cmd.takeover'));
    expect(callAt(list, 69_000).underWay).toEqual([]);
  });

  test('is a consult although its command is done, whichever of the two was told first', () => {
    const consulting = changed(62_000, 'talking', { handover: 'consulting' });
    for (const beginning of [
      [accepted(62_000, 'k1', 'cmd.consult'), consulting],
      [consulting, accepted(62_000, 'k1', 'cmd.consult')],
    ]) {
      const list = listOf(...oneCall, ...beginning, resolved(64_000, 'k1', 'cmd.consult'));
      list.apply(accepted(65_000, 'k2', 'cmd.complete'));
      expect(callAt(list, 66_000).underWay).toEqual([
        { kind: 'handover', state: 'consulting', by: 'cmd.consult', sinceMs: 62_000 },
        { kind: 'command', command: 'k2', what: 'cmd.complete', sinceMs: 65_000 },
      ]);
    }
  });

  test('is named after the command that began it, not after one that is open beside it', () => {
    const list = listOf(
      ...oneCall,
      accepted(62_000, 'k1', 'cmd.drop'),
      accepted(62_000, 'k2', 'cmd.transfer'),
      changed(62_000, 'talking', { handover: 'dialling' }),
      accepted(63_000, 'k3', 'cmd.drop'),
    );
    expect(callAt(list, 64_000).underWay).toContainEqual({
      kind: 'handover',
      state: 'dialling',
      by: 'cmd.transfer',
      sinceMs: 62_000,
    });
  });

  test('is forgotten with the call, and once it is resolved', () => {
    const list = listOf(created(0), accepted(1_000, 'k1', 'cmd.hold'), accepted(1_000, 'k2', 'cmd.stop'));
    for (const fact of [resolved(2_000, 'k1', 'cmd.hold'), closed(3_000)]) list.apply(fact);
    for (const fact of [resolved(3_000, 'k1', 'cmd.hold'), resolved(3_000, 'k2', 'cmd.stop')]) list.apply(fact);
    expect(list.ignored).toBe(0);
  });

  test('is a hold or a recording on its way, not one that has arrived', () => {
    const moving = listOf(created(0), changed(5_000, 'talking', { hold: 'holding', recording: 'starting' }));
    expect(callAt(moving, 6_000).underWay).toEqual([
      { kind: 'hold', state: 'holding', sinceMs: 5_000 },
      { kind: 'recording', state: 'starting', sinceMs: 5_000 },
    ]);
    moving.apply(changed(7_000, 'talking', { hold: 'held', recording: 'on' }));
    expect(callAt(moving, 8_000)).toMatchObject({ underWay: [], hold: 'held', recording: 'on' });
  });
});

describe('the figures', () => {
  test('count who waits and who talks, in all and by queue', () => {
    const c3 = asId<CallId>('c3');
    const list = listOf(
      created(0),
      created(0, { call: c2 }),
      created(0, { call: c3 }),
      queued(1_000, sales),
      changed(1_000, 'queued'),
      queued(5_000, sales, { call: c3 }),
      changed(5_000, 'queued', { call: c3 }),
      queued(2_000, billing, { call: c2 }),
      changed(2_000, 'queued', { call: c2 }),
      changed(3_000, 'talking', { call: c2, hold: 'held' }),
      confirmed(4_000, false),
    );
    expect(list.figures(9_000)).toMatchObject({
      calls: 3,
      waiting: 2,
      longestWaitMs: 8_000,
      talking: 1,
      held: 1,
      parked: 0,
      unconfirmed: 1,
      queues: [
        { queue: sales, waiting: 2, longestWaitMs: 8_000, talking: 0 },
        { queue: billing, waiting: 0, longestWaitMs: 0, talking: 1 },
      ],
    });
  });

  test('take a wait as one while the call is offered in vain, and as a new one after anything else', () => {
    const list = listOf(...oneCall.slice(0, 5), changed(27_000, 'queued'), queued(27_000, sales, { front: true }));
    expect(list.figures(30_000)).toMatchObject({ waiting: 1, longestWaitMs: 20_000 });
    for (const [at, state] of [
      [40_000, 'talking'],
      [60_000, 'parked'],
    ] as const) {
      list.apply(changed(at, state));
      list.apply(changed(at + 5_000, 'queued'));
      list.apply(queued(at + 5_000, billing));
      expect(list.figures(at + 5_000)).toMatchObject({ waiting: 1, longestWaitMs: 0 });
      expect(list.figures(at + 8_000)).toMatchObject({ waiting: 1, longestWaitMs: 3_000 });
    }
  });

  test('count a call that waits for nobody in a queue as not waiting, and a parked one apart', () => {
    const list = listOf(
      created(0, { direction: 'outbound' }),
      changed(1_000, 'connecting'),
      created(0, { call: c2 }),
      changed(2_000, 'parked', { call: c2 }),
    );
    expect(list.figures(9_000)).toMatchObject({ waiting: 0, longestWaitMs: 0, parked: 1, queues: [] });
  });

  test('count the agents by state', () => {
    const list = listOf(agent(0, 'lan', 'available'), agent(0, 'ha', 'available'), agent(1_000, 'lan', 'talking'));
    expect(list.figures(2_000).agents).toEqual({
      offline: 0,
      available: 1,
      reserved: 0,
      talking: 1,
      wrapUp: 0,
      away: 0,
    });
  });
});

test('an agent is shown in the state they are in, since they are in it', () => {
  const list = listOf(agent(0, 'lan', 'available'), agent(500, 'lan', 'available'), agent(1_000, 'lan', 'talking'));
  expect(list.agent(asId('lan'))).toMatchObject({ state: 'talking', sinceMs: 1_000 });
  expect(createLiveList(list.snapshot()).agent(asId('lan'))).toEqual(list.agent(asId('lan')));
  expect(list.agent(asId('ha'))).toBeUndefined();
});

test('a list that is restored still knows where supervisors sit and which commands are open', () => {
  const before = listOf(created(0), created(0, { call: c2 }), seated(1_000), accepted(1_000, 'k1', 'cmd.stop'));
  const list = createLiveList(before.snapshot());
  expect(list.rows(2_000)).toEqual(before.rows(2_000));
  for (const fact of [seated(2_000, { call: c2 }), resolved(2_000, 'k1', 'cmd.stop')]) list.apply(fact);
  expect(callAt(list, 3_000)).toMatchObject({ supervisors: [], underWay: [] });
  expect(list.get(c2, 3_000)?.supervisors).toHaveLength(1);
});

describe('a fact that does not fit', () => {
  test('is left out and counted where the call is unknown or closed', () => {
    const list = listOf(changed(0, 'talking'), placed(0, 'seen'), seated(0), accepted(0, 'k1', 'cmd.stop'));
    expect([list.size, list.ignored]).toEqual([0, 4]);
    for (const fact of [created(1_000), closed(2_000), changed(2_000, 'talking')]) list.apply(fact);
    expect([list.size, list.ignored]).toEqual([0, 5]);
  });

  test('is left out and counted where the call is known already, or more recent things are', () => {
    const list = listOf(...oneCall, created(80_000), changed(40_000, 'queued'));
    expect(callAt(list, 70_000)).toMatchObject({ state: 'talking', startedMs: 0 });
    expect(list.ignored).toBe(2);
    for (const fact of [agent(9_000, 'lan', 'talking'), agent(8_000, 'lan', 'reserved')]) list.apply(fact);
    expect(list.figures(9_000).agents).toMatchObject({ talking: 1, reserved: 0 });
    expect(list.ignored).toBe(3);
  });

  test('is neither where it is about no call, or about nothing that the list shows', () => {
    const list = listOf(
      accepted(0, 'k1', 'cmd.ready', null),
      resolved(0, 'k1', 'cmd.ready'),
      { type: 'switch.reachable', at: 0, switch: asId('asterisk-1'), reachable: true },
      { type: 'leg.orphaned', at: 0, leg: asId('c9.1'), call: asId('c9') },
    );
    expect([list.size, list.ignored]).toEqual([0, 0]);
  });
});
