import {
  asId,
  createEngine,
  type AgentId,
  type CallId,
  type Command,
  type CommandId,
  type SupervisorId,
} from '@legwork/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startLives, type Death, type Lives } from '../support/lives.ts';

/** What happens in a contact centre whose engine dies again and again. */
type Happening =
  | { readonly kind: 'arrives' }
  | { readonly kind: 'asks'; readonly what: number; readonly call: number; readonly who: number }
  | { readonly kind: 'hangsUp'; readonly leg: number }
  | { readonly kind: 'passes'; readonly ms: number }
  | { readonly kind: 'dies'; readonly death: Death; readonly awayMs: number }
  | { readonly kind: 'cannotWrite'; readonly ms: number; readonly unnoticed: boolean }
  | { readonly kind: 'loses'; readonly ms: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Happening>({ kind: 'arrives' }) },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('asks' as const),
      what: fc.nat({ max: 11 }),
      call: fc.nat({ max: 5 }),
      who: fc.nat({ max: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('hangsUp' as const), leg: fc.nat({ max: 9 }) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('passes' as const), ms: fc.integer({ min: 1, max: 8_000 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('dies' as const),
      death: fc.constantFrom<Death[]>('before', 'between', 'after'),
      awayMs: fc.integer({ min: 0, max: 12_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('cannotWrite' as const),
      ms: fc.integer({ min: 1, max: 4_000 }),
      unnoticed: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('loses' as const), ms: fc.integer({ min: 1, max: 6_000 }) }) },
);

const by = { role: 'service', id: 'test' } as const;
const agents = ['lan', 'hoa', 'tam'].map((id) => asId<AgentId>(id));
const supervisors = ['minh', 'thu', 'an'].map((id) => asId<SupervisorId>(id));

const pick = <Item>(items: readonly Item[], n: number): Item | undefined => items[n % Math.max(1, items.length)];

/** Some command about one of the calls that there are. */
const commandOf = (
  lives: Lives,
  n: number,
  { what, call: which, who }: Extract<Happening, { kind: 'asks' }>,
): Command => {
  const { state } = lives.runtime().engine;
  const id = asId<CommandId>(`op${n}`);
  const call = pick([...state.calls.keys()], which) ?? asId<CallId>('c1');
  const agent = agents[who] ?? asId<AgentId>('lan');
  const supervisor = supervisors[who] ?? asId<SupervisorId>('minh');
  const seat = pick([...state.seats.keys()], which);
  const base = { id, by };
  const commands: readonly Command[] = [
    { ...base, type: 'cmd.hold', call },
    { ...base, type: 'cmd.resume', call },
    { ...base, type: 'cmd.supervise', call, supervisor, mode: 'monitor', scope: 'call' },
    { ...base, type: 'cmd.supervise', call, supervisor, mode: 'barge', scope: 'agent' },
    { ...base, type: 'cmd.takeover', call, supervisor },
    { ...base, type: 'cmd.transfer', call, to: { kind: 'agent', agent } },
    { ...base, type: 'cmd.consult', call, to: { kind: 'agent', agent } },
    { ...base, type: 'cmd.complete', call },
    { ...base, type: 'cmd.park', call },
    { ...base, type: 'cmd.stop', call },
    { ...base, type: 'cmd.ready', agent },
    seat === undefined
      ? { ...base, type: 'cmd.hangUp', call }
      : { ...base, type: 'cmd.switchMode', seat, mode: 'whisper' },
  ];
  return commands[what] ?? { ...base, type: 'cmd.hangUp', call };
};

const happens = async (lives: Lives, one: Happening, n: number): Promise<void> => {
  const { simulated } = lives.centre.switch;
  switch (one.kind) {
    case 'arrives':
      if (simulated.isConnected) lives.centre.arrive({ from: `0900${n}` });
      return;
    case 'asks':
      lives.ask(commandOf(lives, n, one));
      return;
    case 'hangsUp': {
      const leg = pick(simulated.legs(), one.leg);
      if (leg !== undefined) simulated.hangUp(leg.native);
      return;
    }
    case 'passes':
      return lives.pass(one.ms);
    case 'dies':
      return lives.die(one.death, one.awayMs);
    case 'cannotWrite':
      lives.failFor(one.ms, one.unnoticed);
      return;
    case 'loses':
      simulated.lose();
      await lives.pass(one.ms);
      simulated.comeBack();
      return;
  }
};

/** Everything is let come to its end: the journal can be written, the switch is in reach, everybody has hung up. */
const end = async (lives: Lives): Promise<void> => {
  await lives.pass(60_000);
  const { simulated } = lives.centre.switch;
  simulated.comeBack();
  await lives.pass(1_000);
  for (const { native } of simulated.legs()) simulated.hangUp(native);
  await lives.pass(700_000);
  for (const { native } of simulated.legs()) simulated.hangUp(native);
  await lives.pass(700_000);
};

const happenings = fc.array(happening, { minLength: 5, maxLength: 40 });

test.for([3, 1_000])(
  'an engine that dies at any moment goes on as if it had not (a checkpoint every %i inputs)',
  async (checkpointEvery) => {
    await fc.assert(
      fc.asyncProperty(happenings, fc.nat(), async (story, seed) => {
        const lives = await startLives({ seed, agents, supervisors }, { checkpointEvery });
        for (const agent of agents) {
          lives.ask({ type: 'cmd.logIn', id: asId<CommandId>(`in ${agent}`), by, agent });
          lives.ask({ type: 'cmd.ready', id: asId<CommandId>(`ready ${agent}`), by, agent });
        }
        for (const [n, one] of story.entries()) await happens(lives, one, n);
        await end(lives);

        // Nothing is performed before it is durable.
        expect(lives.tooEarly).toEqual([]);
        // What was published is what was kept, each once and in order; what one life did not come to tell the next knows.
        const kept = lives.batches.flatMap(({ publications }) => publications);
        const seqs = lives.told.map(({ seq }) => seq);
        expect(seqs).toEqual([...new Set(seqs)].toSorted((one, other) => one - other));
        for (const { seq, fact } of lives.told) expect(fact).toEqual(kept[seq - 1]?.fact);
        expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, n) => n + 1));
        expect(lives.runtime().published()).toBe(kept.length);

        // Every command that was acknowledged was resolved, once; of one that was rejected nothing came.
        const resolved = kept.flatMap(({ fact }) => (fact.type === 'command.resolved' ? [fact.command] : []));
        expect(new Set(resolved).size).toBe(resolved.length);
        expect([...lives.acknowledged].filter((id) => !resolved.includes(asId<CommandId>(id)))).toEqual([]);

        // It equals an engine that never stopped.
        const engine = createEngine(lives.centre.config);
        for (const { entries } of lives.batches) for (const { input, at } of entries) engine.step(input, at);
        const restored = lives.runtime().engine.state;
        expect([...restored.calls.keys()]).toEqual([...engine.state.calls.keys()]);
        expect(restored.counters).toEqual(engine.state.counters);

        // Nobody is left behind: no call, no leg on the switch, no agent stuck.
        expect(lives.centre.switch.simulated.legs()).toEqual([]);
        expect(engine.state.calls.size).toBe(0);
        expect(engine.state.seats.size).toBe(0);
        for (const [, { state }] of engine.state.agents) expect(['reserved', 'talking']).not.toContain(state.at);
        await lives.runtime().close();
        // To the byte.
        expect((await lives.store.journal.load())?.engine).toBe(engine.snapshot());
        await lives.store.close();
      }),
      { numRuns: 60 },
    );
  },
);
