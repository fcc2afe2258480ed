import { asId } from '@legwork/core';
import type { Actor, CallId, Command, CommandId, Fact, Outcome } from '@legwork/core';
import { createMemoryJournal, startRuntime } from '@legwork/core/runtime';
import { expect } from 'vitest';
import { clockOn, type TimeSource } from '@legwork/sim';
import { configOf } from '../../../sim/src/world/index.ts';
import { phoneNames, type PhoneName, type SwitchRig } from '../switch-contract/rig.ts';

const PATIENCE_MS = 30_000;

/** A command without its name, and in the name of a service where nobody else asks. */
export type Wish = Command extends infer One
  ? One extends Command
    ? Omit<One, 'id' | 'by'> & { by?: Actor }
    : never
  : never;

/** The whole of Legwork on a switch, with people: what a scenario is played on. */
export interface Stage {
  readonly rig: SwitchRig;
  /** The customer calls the hotline and talks with the agent. */
  talk(): Promise<void>;
  /** Asks for something and does not wait. */
  ask(wish: Wish): CommandId;
  /** Asks for something and waits for what becomes of it. */
  outcome(wish: Wish): Promise<Outcome>;
  resolved(command: CommandId): Promise<Outcome>;
  /** Asks for something that will be refused, and gives the reason. */
  refusal(wish: Wish): Promise<string | undefined>;
  /** Waits for a fact with these fields. */
  until(fields: Readonly<Record<string, unknown>>): Promise<void>;
  /** Waits until no handover of the call is under way. */
  handedOver(): Promise<void>;
  hears(expected: Partial<Record<PhoneName, string>>): Promise<void>;
  /** All calls end. */
  clear(): Promise<void>;
  /** What was published, leg by leg and command by command: times, numbers and how surely it was observed left out. */
  story(): Readonly<Record<string, readonly string[]>>;
}

export const call = asId<CallId>('c1');
const service: Actor = { role: 'service', id: 'stage' };

export async function openStage(rig: SwitchRig, time: TimeSource): Promise<Stage> {
  const { phones } = rig;
  const config = configOf(
    {
      agents: [
        { id: 'lan', endpoint: phones.agent.endpoint, skills: [] },
        { id: 'mai', endpoint: phones.colleague.endpoint, skills: [] },
      ],
      supervisors: [
        { id: 'minh', endpoint: phones.supervisor.endpoint },
        { id: 'hoa', endpoint: phones.manager.endpoint },
      ],
    },
    [{ id: rig.id, capabilities: rig.port.capabilities }],
  );
  const runtime = startRuntime({
    config,
    switches: new Map([[rig.id, rig.port]]),
    clock: clockOn(time),
    journal: createMemoryJournal(),
  });
  const facts: Fact[] = [];
  runtime.publications.subscribe(({ fact }) => facts.push(fact));
  let commands = 0;

  async function wait(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
      if (await isSo()) return;
      await rig.pass(20);
      await runtime.settled();
    }
    expect.fail(`waited in vain for ${what}; published was:\n${facts.map((fact) => JSON.stringify(fact)).join('\n')}`);
  }

  function ask(wish: Wish): CommandId {
    commands += 1;
    const id = asId<CommandId>(`q${commands}`);
    void runtime.ask({ by: service, ...wish, id });
    return id;
  }

  async function resolved(command: CommandId): Promise<Outcome> {
    const find = (): Outcome | undefined =>
      facts.flatMap((fact) => (fact.type === 'command.resolved' && fact.command === command ? [fact.outcome] : []))[0];
    await wait(`an end of ${command}`, () => find() !== undefined);
    return find() ?? 'refused';
  }

  async function refusal(wish: Wish): Promise<string | undefined> {
    const command = ask(wish);
    await resolved(command);
    const end = facts.find((fact) => fact.type === 'command.resolved' && fact.command === command);
    return end?.type === 'command.resolved' ? end.refusal?.reason : undefined;
  }

  const until: Stage['until'] = (fields) =>
    wait(JSON.stringify(fields), () =>
      facts.some((fact) =>
        Object.entries(fields).every(([key, value]) => Object.entries(fact).some(([k, v]) => k === key && v === value)),
      ),
    );

  for (const agent of ['lan', 'mai'])
    for (const type of ['cmd.logIn', 'cmd.ready'] as const) await resolved(ask({ type, agent: asId(agent) }));

  return {
    rig,
    async talk() {
      phones.customer.call(rig.hotline);
      await until({ type: 'call.changed', state: 'talking' });
    },
    ask,
    outcome: (wish) => resolved(ask(wish)),
    resolved,
    refusal,
    until,
    handedOver: () =>
      wait('no handover', () => facts.findLast((fact) => fact.type === 'call.changed')?.handover === 'idle'),
    async hears(expected) {
      const wanted = phoneNames.map((name) => `${name}: ${(expected[name] ?? '').split(' ').toSorted().join(' ')}`);
      await wait(`who hears whom: ${wanted.join('; ')}`, async () => {
        const heard = await rig.hearing();
        return phoneNames.every((name, n) => wanted[n] === `${name}: ${heard[name].toSorted().join(' ')}`);
      });
    },
    async clear() {
      phones.customer.hangUp();
      await wait('all calls to be closed', () => runtime.live.size === 0);
      for (const name of phoneNames) phones[name].hangUp();
      await wait('an idle switch', async () => (await rig.leftOver()).length === 0);
      await wait('idle phones', () => phoneNames.every((name) => phones[name].state() === 'idle'));
      // What the switch has ended may still have to be told.
      await wait('the end of all legs', () => runtime.engine.state.legs.size === 0);
      await runtime.close();
    },
    story() {
      const story: Record<string, string[]> = {};
      for (const fact of facts) (story[subjectOf(fact)] ??= []).push(inWords(fact));
      return Object.fromEntries(Object.entries(story).map(([subject, told]) => [subject, told.filter(isMore)]));
    },
  };
}

/**
 * Whether a leg was seen nowhere on its way out or to another place, or silenced on its way to the next tap, depends on who goes first; and that it is
 * still where it was is nothing new.
 */
const isMore = (told: string, n: number, all: readonly string[]): boolean => {
  const next = all[n + 1] ?? '';
  const isPlaced = told.startsWith('leg.placed');
  const isNowhere = isPlaced && told.includes('"none"') && /^leg\.(?:ended|placed)/.test(next);
  const isSilenced = isPlaced && told.includes('"treated"') && next.includes('place="tap"');
  const isStill = isPlaced && told === next;
  return !isNowhere && !isSilenced && !isStill;
};

/** Whom a fact is about. What is about different ones may be told in any order. */
function subjectOf(fact: Fact): string {
  if ('leg' in fact) return fact.leg;
  if ('command' in fact) return fact.command;
  if ('seat' in fact) return fact.seat;
  if ('agent' in fact) return fact.agent;
  return 'call' in fact ? String(fact.call) : 'switch';
}

/** Nobody calls from the same number everywhere, and some switches see what others have to assume. */
const untold = new Set(['at', 'basis', 'customer', 'endpoint', 'switch', 'epoch']);

function inWords(fact: Fact): string {
  // Whether a call or its supervisor is gone first is chance: then they have nothing to do with each other any more.
  const isOfSeat = subjectOf(fact).startsWith('s');
  const isTold = (key: string, value: unknown): boolean =>
    !untold.has(key) && typeof value !== 'number' && !(isOfSeat && key === 'call');
  const told = Object.entries(fact).filter(([key, value]) => isTold(key, value));
  return told.map(([key, value]) => (key === 'type' ? String(value) : `${key}=${JSON.stringify(value)}`)).join(' ');
}
