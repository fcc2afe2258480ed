import { asId, type AgentId, type SupervisorId } from '@legwork/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTranslator, maySee } from '../../api/src/events/index.ts';
import { callId, openCentre, seatId } from '../support/api/live-centre.ts';

type Deed =
  | {
      readonly kind: 'listens';
      readonly supervisor: 'minh' | 'thu';
      readonly mode: 'monitor' | 'whisper' | 'barge';
      readonly scope: 'call' | 'agent';
    }
  | { readonly kind: 'switches'; readonly mode: 'monitor' | 'whisper' | 'barge' }
  | { readonly kind: 'leaves' }
  | { readonly kind: 'isRefused' };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    kind: fc.constant('listens' as const),
    supervisor: fc.constantFrom('minh' as const, 'thu' as const),
    mode: fc.constantFrom('monitor' as const, 'whisper' as const, 'barge' as const),
    scope: fc.constantFrom('call' as const, 'agent' as const),
  }),
  fc.record({
    kind: fc.constant('switches' as const),
    mode: fc.constantFrom('monitor' as const, 'whisper' as const, 'barge' as const),
  }),
  fc.record({ kind: fc.constant('leaves' as const) }),
  fc.record({ kind: fc.constant('isRefused' as const) }),
);
const moment = fc.record({
  afterMs: fc.integer({ min: 0, max: 6_000 }),
  deed: fc.option(deed, { nil: null }),
  agent: fc.option(
    fc.constantFrom(
      'cmd.hold' as const,
      'cmd.resume' as const,
      'cmd.consult' as const,
      'cmd.cancel' as const,
      'cmd.hangUp' as const,
    ),
    {
      nil: null,
      freq: 3,
    },
  ),
  arrives: fc.boolean(),
});

const lan = asId<AgentId>('lan');
const viewer = { agent: lan, role: 'agent', teams: [], permissions: new Set<string>() };

/** Everything that one agent may be told of a day, as it goes over the wire. */
const viewOf = async (
  day: readonly (typeof moment extends fc.Arbitrary<infer One> ? One : never)[],
  supervised: boolean,
) => {
  const { centre, runtime, published, ask, pass, staff } = openCentre({
    agents: ['lan', 'hoa'],
    supervisors: ['minh', 'thu'],
  });
  await staff('lan', 'hoa');
  let deeds = 0;
  for (const [index, { afterMs, deed, agent, arrives }] of day.entries()) {
    await pass(afterMs);
    if (arrives) centre.arrive({ from: `09${index}` });
    const [call] = runtime.live.rows(0).filter(({ party }) => party?.kind === 'agent' && party.agent === lan);
    const id = call?.call ?? callId('c1');
    if (agent !== null) {
      const by = { role: 'agent', id: 'lan' } as const;
      const to = { kind: 'agent', agent: asId<AgentId>('hoa') } as const;
      await ask(
        agent === 'cmd.consult' ? { type: agent, call: id, to, by } : { type: agent, call: id, by },
        `agent_${index}`,
      );
    }
    if (!supervised || deed === null) continue;
    deeds += 1;
    const seats = runtime.live.rows(0).flatMap(({ supervisors }) => supervisors);
    const [seat = null] = seats;
    const by = (name: string) => ({ role: 'supervisor', id: name }) as const;
    const op = `seat_${deeds}`;
    switch (deed.kind) {
      case 'listens': {
        const supervisor = asId<SupervisorId>(deed.supervisor);
        await ask(
          { type: 'cmd.supervise', call: id, supervisor, mode: deed.mode, scope: deed.scope, by: by(supervisor) },
          op,
        );
        break;
      }
      case 'switches':
        if (seat !== null)
          await ask({ type: 'cmd.switchMode', seat: seat.seat, mode: deed.mode, by: by(seat.supervisor) }, op);
        break;
      case 'leaves':
        if (seat !== null) await ask({ type: 'cmd.leave', seat: seat.seat, by: by(seat.supervisor) }, op);
        break;
      case 'isRefused':
        await ask({ type: 'cmd.leave', seat: seatId('s999'), by: by('minh') }, op);
        break;
    }
  }
  await pass(60_000);
  const history = (call: string) =>
    Promise.resolve(published.filter(({ fact }) => 'call' in fact && fact.call === call));
  const translator = createTranslator({ teams: { teamOfAgent: () => null, teamOfQueue: () => null }, history });
  const lines: string[] = [];
  let seats = 0;
  for (const publication of published) {
    if (publication.fact.type === 'seat.changed') seats += 1;
    for (const { event, audience } of (await translator.translate(publication)).told) {
      const seen = maySee(viewer, audience);
      const isOwn = seen === 'ifTheirs' && audience.operation?.startsWith('agent_') === true;
      if (seen === true || isOwn) lines.push(isOwn ? JSON.stringify({ ...event, id: '' }) : JSON.stringify(event));
    }
  }
  return { lines, seats };
};

test('what an agent is told is the same to the byte, whether somebody listens or not', async () => {
  let seats = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 4, maxLength: 14 }), async (day) => {
      const alone = await viewOf(day, false);
      const supervised = await viewOf(day, true);
      seats += supervised.seats;
      expect(supervised.lines).toEqual(alone.lines);
    }),
    { numRuns: 250, seed: 11 },
  );
  expect(seats).toBeGreaterThan(500);
});
