import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  asId,
  defaultPolicy,
  type AgentId,
  type CallId,
  type Command,
  type CommandId,
  type Endpoint,
  type EngineConfig,
  type NativeId,
  type Publication,
  type SupervisorId,
  type SwitchId,
} from '@legwork/core';
import { openRuntime } from '@legwork/core/runtime';
import { clockOn, createSimulatedSwitch, createStreams, smallRouting, unlimited } from '@legwork/sim';
import { openStore } from '../../../api/src/journal/open.ts';
import { machineTime } from '../../../api/src/serve/machine-time.ts';
import { startProcesses, type EngineProcess } from './engines.ts';
import type { FromEngine } from './wire.ts';

export interface KillOptions {
  readonly kills: number;
  /** What people do, what is asked for, and after what each process is killed. */
  readonly seed: number;
  readonly thread: 'on' | 'off';
}

export interface KillReport {
  readonly kills: number;
  /** Commands that were acknowledged as taken on. */
  readonly acknowledged: number;
  /** How many talked with somebody when an engine died, and talked on. */
  readonly talkedOn: number;
  /** Everything that should not have been. */
  readonly problems: readonly string[];
}

const id = asId<SwitchId>('sim');
const by = { role: 'service', id: 'test' } as const;
const agents = ['lan', 'hoa', 'tam', 'dao', 'mai', 'cuc'].map((name) => asId<AgentId>(name));
const supervisors = ['minh', 'thu'].map((name) => asId<SupervisorId>(name));
const config: EngineConfig = {
  routing: smallRouting(),
  switches: [{ id, capabilities: unlimited.capabilities }],
  agents: agents.map((agent) => ({ id: agent, endpoint: asId<Endpoint>(`agent/${agent}`), skills: [] })),
  supervisors: supervisors.map((one) => ({ id: one, endpoint: asId<Endpoint>(`supervisor/${one}`) })),
  policy: { ...defaultPolicy, wrapUpMs: 200 },
};

const { byNumber: _, ...routing } = config.routing;
const written = { ...config, routing };

/** Of these nothing is asked: they talk on, whatever happens to the engine. */
const STEADY = 2;
const MOST_CALLERS = 6;
/** Whoever has said nothing more for so long has nothing more to say. */
const QUIET_MS = 100;
/** Of commands that were asked for something is said, however busy the machine is. */
const FIRST_WORD_MS = 10_000;

/** A customer, and whom they talk with. */
interface Conversation {
  readonly native: NativeId;
  readonly with: readonly NativeId[];
}

type Seen = Extract<FromEngine, { readonly say: 'seen' }>;

/**
 * Kills the process of an engine again and again, while its switch, the calls there and the people on the phones live on in this one. After each
 * restart nothing that was acknowledged is lost and everybody who talked talks; at the end everything is told once, in order, and comes about
 * again when the journal is replayed.
 */
export const killAgainAndAgain = async ({ kills, seed, thread }: KillOptions): Promise<KillReport> => {
  const folder = mkdtempSync(join(tmpdir(), 'legwork-kills-'));
  const file = join(folder, 'legwork.db');
  const chance = createStreams(seed).stream('kills');
  const time = machineTime();
  const problems: string[] = [];
  const acknowledged = new Set<string>();
  let engine: EngineProcess | null = null;
  let commands = 0;
  let callers = 0;
  let talkedOn = 0;

  const board = createSimulatedSwitch({
    id,
    schedule: (ms, run) => time.after(ms, run),
    latency: () => chance.integer(0, 3),
    answering: () => ({ kind: 'answers', afterMs: chance.integer(2, 25) }),
    emit: (event) => engine?.tell({ say: 'event', event }),
  });
  board.lose();

  const processes = await startProcesses(folder);
  const restart = async (): Promise<EngineProcess> => {
    const next = await processes.next();
    next.onMessage((message) => {
      if (message.say === 'effect') board.perform(message.effect);
      else if (message.say === 'answer' && message.accepted) acknowledged.add(message.command);
    });
    next.tell({ say: 'begin', file, config: written, thread });
    await next.next('begun');
    engine = next;
    board.comeBack();
    return next;
  };

  const look = (at: EngineProcess, about: readonly string[] = []): Promise<Seen> => {
    const seen = at.next('seen');
    at.tell({ say: 'look', commands: about });
    return seen;
  };
  /** Looks again and again, while the switch and the engine have things to tell each other. */
  const lookUntil = async (at: EngineProcess, what: string, isSo: (seen: Seen) => boolean): Promise<Seen> => {
    const until = time.now() + 60_000;
    for (;;) {
      const seen = await look(at);
      if (isSo(seen)) return seen;
      if (time.now() > until) throw new Error(`never: ${what}: ${JSON.stringify(seen)}`);
      await new Promise<void>((resolve) => void time.after(2, resolve));
    }
  };

  const steady = (): readonly NativeId[] =>
    board
      .legs()
      .filter(({ native, up }) => up && native.startsWith('steady'))
      .map(({ native }) => native);
  /** Those whom somebody hears, and who hear them. */
  const withWhom = (native: NativeId): readonly NativeId[] =>
    board.audience(native).filter((other) => other !== native && board.hears(native, other));

  const arrive = (): void => {
    callers += 1;
    const isSteady = board.legs().filter(({ native }) => native.startsWith('steady')).length < STEADY;
    const native = asId<NativeId>(`${isSteady ? 'steady' : 'in'}-${callers}`);
    board.offer({ native, from: asId(native), to: asId<Endpoint>('1900') });
  };

  const act = (at: EngineProcess, seen: Seen): void => {
    const customers = board.legs().filter(({ native }) => native.includes('-'));
    const others = customers.filter(({ native }) => native.startsWith('in-'));
    for (let n = customers.length; n < MOST_CALLERS && n < customers.length + 2; n += 1) arrive();
    const leaves = chance.integer(0, 3) === 0 ? others[chance.integer(0, 9) % Math.max(1, others.length)] : undefined;
    if (leaves !== undefined) board.hangUp(leaves.native);
    const calls = seen.calls.filter(([, customer]) => customer.startsWith('in-')).map(([call]) => call);
    for (let n = chance.integer(2, 6); n > 0; n -= 1) {
      commands += 1;
      const call = calls[chance.integer(0, 9) % Math.max(1, calls.length)] ?? asId<CallId>('c0');
      at.tell({ say: 'ask', command: someCommand(`op${commands}`, call, () => chance.integer(0, 99)) });
    }
  };

  const check = async (at: EngineProcess, talked: readonly Conversation[]): Promise<Seen> => {
    // What the engine knows is what it knew until it has heard of the switch, and what it has heard is durable.
    const isTalking = ({ calls }: Seen, { native }: Conversation): boolean =>
      calls.some(([, customer, state]) => customer === native && state === 'talking');
    const seen = await lookUntil(
      at,
      'everybody who talked is known to talk',
      (now) => now.calls.every(([, , , isSure]) => isSure) && talked.every((one) => isTalking(now, one)),
    );
    const { commands: known } = await look(at, [...acknowledged]);
    for (const [command, state] of known) if (state === null) problems.push(`${command} was acknowledged, and is lost`);
    for (const { native, with: before } of talked) {
      if (withWhom(native).join() === before.join()) talkedOn += 1;
      else problems.push(`${native} talked with ${before.join()}, and not any more`);
    }
    return seen;
  };

  try {
    let at = await restart();
    for (const agent of agents) {
      for (const type of ['cmd.logIn', 'cmd.ready'] as const) {
        commands += 1;
        at.tell({ say: 'ask', command: { type, id: asId<CommandId>(`op${commands}`), by, agent } });
      }
    }
    let seen = await lookUntil(at, 'everybody is there', ({ agents: states }) =>
      states.every((state) => state === 'available'),
    );
    for (let kill = 1; kill <= kills; kill += 1) {
      const dies = at;
      await new Promise<void>((resolve) => {
        // It dies with what it says for the so-manieth time from now, or a little later.
        let left = chance.integer(1, 70);
        const laterMs = chance.integer(0, 2);
        let stop = time.after(FIRST_WORD_MS, resolve);
        dies.onMessage(() => {
          left -= 1;
          stop();
          stop = left === 0 ? time.after(laterMs, resolve) : time.after(QUIET_MS, resolve);
        });
        act(dies, seen);
      });
      engine = null;
      await dies.kill();
      board.lose();
      const talked = steady()
        .map((native) => ({ native, with: withWhom(native) }))
        .filter((one) => one.with.length > 0);
      at = await restart();
      seen = await check(at, talked);
    }

    for (let round = 0; round < 20; round += 1) {
      for (const { native } of board.legs()) board.hangUp(native);
      await new Promise<void>((resolve) => void time.after(10, resolve));
    }
    await lookUntil(at, 'everything is over', ({ calls, agents: states }) => {
      for (const { native } of board.legs()) board.hangUp(native);
      return calls.length === 0 && !states.some((state) => ['reserved', 'talking', 'wrapUp'].includes(state));
    });
    const { commands: ended } = await look(at, [...acknowledged]);
    for (const [command, state] of ended) if (state === 'pending') problems.push(`${command} was never resolved`);
    if (board.legs().length > 0) problems.push(`${board.legs().length} legs are left on the switch`);
    engine = null;
    await at.kill();
    problems.push(...(await readBack(file)));
    return { kills, acknowledged: acknowledged.size, talkedOn, problems };
  } finally {
    await processes.close();
    rmSync(folder, { recursive: true });
  }
};

const someCommand = (name: string, call: CallId, draw: () => number): Command => {
  const base = { id: asId<CommandId>(name), by };
  const agent = agents[draw() % agents.length] ?? asId<AgentId>('lan');
  const supervisor = supervisors[draw() % supervisors.length] ?? asId<SupervisorId>('minh');
  const commands: readonly Command[] = [
    { ...base, type: 'cmd.hold', call },
    { ...base, type: 'cmd.resume', call },
    { ...base, type: 'cmd.supervise', call, supervisor, mode: 'whisper', scope: 'call' },
    { ...base, type: 'cmd.supervise', call, supervisor, mode: 'barge', scope: 'call' },
    { ...base, type: 'cmd.takeover', call, supervisor },
    { ...base, type: 'cmd.transfer', call, to: { kind: 'agent', agent } },
    { ...base, type: 'cmd.transfer', call, to: { kind: 'number', number: asId<Endpoint>('outside') } },
    { ...base, type: 'cmd.park', call },
    { ...base, type: 'cmd.pickUp', call, agent },
    { ...base, type: 'cmd.stop', call },
    { ...base, type: 'cmd.wrapUp', agent },
    { ...base, type: 'cmd.ready', agent },
  ];
  return commands[draw() % commands.length] ?? { ...base, type: 'cmd.hold', call };
};

/** Reads what is left as the next process would: played again it gives what was published. */
const readBack = async (file: string): Promise<readonly string[]> => {
  const store = await openStore({ file, thread: 'off' });
  const problems: string[] = [];
  const all: Publication[] = [];
  for (let page = await store.publications(0, 5_000); page.length > 0;) {
    all.push(...page);
    page = await store.publications(all.at(-1)?.seq ?? 0, 5_000);
  }
  if (all.some(({ seq }, n) => seq !== n + 1)) problems.push('publications have gaps');
  const resolved = all.flatMap(({ fact }) => (fact.type === 'command.resolved' ? [fact.command] : []));
  if (new Set(resolved).size < resolved.length) problems.push('a command was resolved twice');
  const runtime = await openRuntime({
    config,
    switches: new Map(),
    clock: clockOn(machineTime()),
    journal: store.journal,
  });
  if (runtime.published() !== all.length) problems.push('what was published is not what was kept');
  await runtime.close();
  return problems;
};
