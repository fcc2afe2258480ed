import { asId, type AgentId, type QueueId, type SupervisorId } from '@legwork/core';
import { expect, test } from 'vitest';
import { createTranslator, maySee, type Told } from '../../api/src/events/index.ts';
import { callId, openCentre, seatId } from '../support/api/live-centre.ts';

const teams = {
  teamOfAgent: (agent: AgentId) => (agent === 'lan' ? 'north' : 'south'),
  teamOfQueue: (_queue: QueueId) => null,
};
const lan = asId<AgentId>('lan');
const minh = asId<SupervisorId>('minh');
const asMinh = { role: 'supervisor', id: 'minh' } as const;
const asLan = { role: 'agent', id: 'lan' } as const;

const open = async () => {
  const centre = openCentre({ agents: ['lan', 'hoa'], supervisors: ['minh'] });
  const told = async (from = 0, isNotedBefore = false): Promise<readonly Told[]> => {
    const { published } = centre;
    const history = (call: string) =>
      Promise.resolve(published.filter(({ fact }) => 'call' in fact && fact.call === call));
    const translator = createTranslator({ teams, history });
    const all: Told[] = [];
    for (const publication of published) {
      if (publication.seq > from) all.push(...(await translator.translate(publication)).told);
      else if (isNotedBefore) expect(translator.note(publication)).toBe(true);
    }
    return all;
  };
  await centre.staff('lan');
  await centre.answered();
  return { ...centre, told, types: async () => (await told()).map(({ event }) => event.type) };
};

test('a call is told in the past tense, from the first leg to its record', async () => {
  const { ask, pass, types } = await open();
  const call = callId('c1');
  await ask({ type: 'cmd.hold', call, by: asLan });
  await pass(1_000);
  await ask({ type: 'cmd.resume', call, by: asLan });
  await pass(1_000);
  await ask({ type: 'cmd.hangUp', call, by: asLan });
  await pass(1_000);
  const told = await types();
  const names = [
    'call.created',
    'call.queued',
    'call.partyChanged',
    'call.held',
    'call.resumed',
    'call.ended',
    'callRecord.closed',
  ];
  expect(told.filter((type) => names.includes(type))).toEqual(names);
});

test('a supervision is requested, present, changed and ended', async () => {
  const { ask, pass, told } = await open();
  await ask({
    type: 'cmd.supervise',
    call: callId('c1'),
    supervisor: minh,
    mode: 'monitor',
    scope: 'call',
    by: asMinh,
  });
  await pass(5_000);
  await ask({ type: 'cmd.switchMode', seat: seatId('s1'), mode: 'whisper', by: asMinh });
  await pass(1_000);
  await ask({ type: 'cmd.leave', seat: seatId('s1'), by: asMinh });
  await pass(1_000);
  const supervisions = (await told()).filter(({ event }) => event.type.startsWith('supervision.'));
  const types = supervisions.map(({ event }) => event.type);
  expect(new Set(types)).toEqual(
    new Set([
      'supervision.requested',
      'supervision.stateChanged',
      'supervision.present',
      'supervision.modeChanged',
      'supervision.ended',
    ]),
  );
  expect(types.at(0)).toBe('supervision.requested');
  expect(types.at(-1)).toBe('supervision.ended');
});

test('a consult is started, consulted and completed; one that the new party breaks off has failed', async () => {
  const { staff, ask, pass, types, centre } = await open();
  const call = callId('c1');
  await staff('hoa');
  const to = { kind: 'agent', agent: asId<AgentId>('hoa') } as const;
  await ask({ type: 'cmd.consult', call, to, by: asLan });
  await pass(5_000);
  await ask({ type: 'cmd.complete', call, by: asLan });
  await pass(5_000);
  const transfers = async () => (await types()).filter((type) => type.startsWith('transfer.'));
  expect(await transfers()).toEqual(['transfer.started', 'transfer.consulted', 'transfer.completed']);

  await ask({ type: 'cmd.ready', agent: lan, by: asLan });
  await ask({ type: 'cmd.consult', call, to: { kind: 'agent', agent: lan }, by: { role: 'agent', id: 'hoa' } });
  await pass(5_000);
  const target = centre.config.switches.length === 1 ? 'c1.4' : '';
  centre.switch.simulated.hangUp(asId(target), 'normal');
  await pass(5_000);
  expect((await transfers()).slice(3)).toEqual(['transfer.started', 'transfer.consulted', 'transfer.failed']);
});

test('a takeover is told to supervisors when it is done, and until then nothing of it to the agent', async () => {
  const { ask, pass, told } = await open();
  await ask({ type: 'cmd.takeover', call: callId('c1'), supervisor: minh, by: asMinh });
  await pass(1_000);
  const agent = { agent: lan, role: 'agent', teams: [], permissions: new Set<string>() };
  const before = (await told()).filter(({ event }) => event.at >= 1_790_000_005_000);
  expect(before.map(({ event }) => event.type)).toContain('takeover.started');
  expect(before.filter(({ audience }) => maySee(agent, audience) === true)).toEqual([]);
  await pass(5_000);
  const types = (await told()).map(({ event }) => event.type);
  expect(types).toContain('takeover.completed');
});

test('what is told does not depend on where one begins to read', async () => {
  const { ask, pass, told, published } = await open();
  await ask({ type: 'cmd.supervise', call: callId('c1'), supervisor: minh, mode: 'barge', scope: 'agent', by: asMinh });
  await pass(5_000);
  await ask({ type: 'cmd.stop', call: callId('c1'), by: asMinh });
  await pass(5_000);
  const all = await told();
  for (const { seq } of published) {
    const rest = await told(seq);
    const tail = all.slice(all.length - rest.length);
    // Where a seat is between two calls only those who see everything are told of it by whoever came later.
    expect(rest.map(({ event }) => event)).toEqual(tail.map(({ event }) => event));
    // Whoever was there, and told nobody, knows that, too.
    expect(await told(seq, true)).toEqual(tail);
  }
});

test('a supervisor is told of the calls of their teams, and of nobody else’s', async () => {
  const { told } = await open();
  const supervisor = (team: string) => ({
    agent: null,
    role: 'supervisor',
    teams: [team],
    permissions: new Set(['calls.read', 'agents.read']),
  });
  const all = await told();
  const seen = (team: string) => all.filter(({ audience }) => maySee(supervisor(team), audience) === true);
  expect(seen('north').map(({ event }) => event.type)).toContain('call.partyChanged');
  const south = seen('south').filter(({ event }) => event.callId !== null);
  // Before anybody was on the call it was of no team.
  expect(south.every(({ audience }) => audience.standing?.team === null)).toBe(true);
});
