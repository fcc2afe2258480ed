import { asId } from '@legwork/core';
import type { CallId, EffectId, NativeId, SwitchEffect, SwitchEvent } from '@legwork/core';
import { expect } from 'vitest';
import { answerTo } from '../../../sim/src/switch/observation.ts';
import { effectOf, inShort } from '../switchboard.ts';
import type { Wish } from '../switchboard.ts';
import { phoneNames, type Hearing, type PhoneName, type SwitchRig } from './rig.ts';

/** How long something may take that has to happen: a guard, not a measure. */
const PATIENCE_MS = 30_000;

// Ids are never used twice on one switch, which may outlive a test.
let calls = 0;
let ops = 0;

/** Stands in for the engine: has effects performed on one call and waits for what the switch says of them. */
export interface Desk {
  readonly rig: SwitchRig;
  readonly call: CallId;
  readonly events: readonly SwitchEvent[];
  /** Asks for an effect and does not wait. */
  ask(wish: Wish): EffectId;
  /** Asks for exactly the last effect again. */
  askAgain(): void;
  /** Asks for an effect and waits for the answer: `done`, or why not. */
  did(wish: Wish): Promise<string>;
  /** A leg id of this call that was never used. */
  newLeg(): string;
  /** Waits until the switch has said this of the leg. */
  sees(leg: string, what: string): Promise<void>;
  /** All that the switch has said of the leg, in short. */
  story(leg: string): readonly string[];
  until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void>;
  /** Lets so much time pass, in ms. */
  lasts(ms: number): Promise<void>;
  /** Waits until each phone hears these and nobody else; a phone that is not named hears nobody. */
  hears(expected: Partial<Record<PhoneName, string>>): Promise<void>;

  /** The customer calls; gives the leg. */
  arrives(): Promise<string>;
  /** Dials the phone and waits for its answer; gives the leg. */
  dials(phone: PhoneName): Promise<string>;
  /** The customer has called, the agent was dialled, and they talk. */
  talk(): Promise<{ readonly customer: string; readonly agent: string }>;
  /** All legs end, and nothing is left over. */
  clear(): Promise<void>;
}

export function openDesk(rig: SwitchRig): Desk {
  calls += 1;
  const call = asId<CallId>(`c${calls}`);
  const events: SwitchEvent[] = [];
  const subscription = rig.port.events.subscribe((event) => events.push(event));
  let legs = 0;
  let last: SwitchEffect | undefined;

  function ask(wish: Wish): EffectId {
    ops += 1;
    last = { ...effectOf({ call, ...wish }, asId(`${ops}.1`)), switch: rig.id };
    rig.port.perform(last);
    return last.op;
  }

  async function did(wish: Wish): Promise<string> {
    const before = events.length;
    const op = ask(wish);
    const answers = last === undefined ? [] : [answerTo(last)];
    let found: string | undefined;
    await until(`an answer to ${JSON.stringify(wish)}`, () => {
      for (const event of events.slice(before)) {
        if (event.type === 'effect.refused' && event.op === op) found = event.reason;
        else if (answers.some((answer) => says(event, answer))) found = 'done';
        else if (isEndOf(event, wish)) found = inShort(event);
        if (found !== undefined) return true;
      }
      return false;
    });
    return found ?? 'nothing';
  }

  async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
      if (await isSo()) return;
      await rig.pass(20);
    }
    const told = events.map((event) => `${'native' in event ? event.native : ''} ${inShort(event)}`);
    expect.fail(`waited in vain for ${what}; the switch said:\n${told.join('\n')}`);
  }

  const story = (leg: string): readonly string[] =>
    events.filter((event) => 'native' in event && event.native === leg).map((event) => inShort(event));
  const sees = (leg: string, what: string): Promise<void> =>
    until(`${leg} ${what}`, () => story(leg).some((told) => told === what || told.startsWith(`${what} `)));

  function newLeg(): string {
    legs += 1;
    return `${call}.${legs}`;
  }

  async function arrives(): Promise<string> {
    const before = events.length;
    rig.phones.customer.call(rig.hotline);
    let leg: string | undefined;
    await until('a customer to arrive', () => {
      leg = events.slice(before).find((event) => event.type === 'leg.offered')?.native;
      return leg !== undefined;
    });
    return leg ?? '';
  }

  async function dials(phone: PhoneName): Promise<string> {
    const leg = newLeg();
    ask({ do: 'dial', leg, to: rig.phones[phone].endpoint });
    await sees(leg, 'answered');
    return leg;
  }

  async function hears(expected: Partial<Record<PhoneName, string>>): Promise<void> {
    const wanted = phoneNames.map((name) => `${name}: ${sorted((expected[name] ?? '').split(' '))}`);
    let found: readonly string[] = [];
    await until(`who hears whom: ${wanted.join('; ')}`, async () => {
      const heard: Hearing = await rig.hearing();
      found = phoneNames.map((name) => `${name}: ${sorted(heard[name])}`);
      return found.join() === wanted.join();
    }).catch((error: unknown) => expect.fail(`${String(error)}\nfound: ${found.join('; ')}`));
  }

  return {
    rig,
    call,
    events,
    ask,
    askAgain: () => last !== undefined && rig.port.perform(last),
    did,
    newLeg,
    sees,
    story,
    until,
    async lasts(ms) {
      for (let passed = 0; passed < ms; passed += 20) await rig.pass(20);
    },
    hears,
    arrives,
    dials,
    async talk() {
      const customer = await arrives();
      expect(await did({ do: 'answer', leg: customer })).toBe('done');
      if (rig.port.capabilities.effects.join === 'unsupported') {
        const target = newLeg();
        ask({ do: 'redirect', leg: customer, target, to: rig.phones.agent.endpoint });
        for (const leg of [customer, target]) await sees(leg, 'placed main');
        return { customer, agent: target };
      }
      const agent = await dials('agent');
      for (const leg of [customer, agent]) expect(await did({ do: 'join', leg })).toBe('done');
      return { customer, agent };
    },
    async clear() {
      const known = new Set(events.flatMap((event) => ('native' in event ? [event.native] : [])));
      const isOver = (leg: NativeId): boolean =>
        story(leg).some((told) => told.startsWith('ended') || told === 'refused noSuchLeg');
      for (const leg of known) if (!isOver(leg)) ask({ do: 'hangUp', leg });
      for (const name of phoneNames) rig.phones[name].hangUp();
      await until('an idle switch', async () => (await rig.leftOver()).length === 0).catch(async (error: unknown) =>
        expect.fail(`${String(error)}\nleft over: ${(await rig.leftOver()).join(', ')}`),
      );
      await until('idle phones', () => phoneNames.every((name) => rig.phones[name].state() === 'idle'));
      subscription.unsubscribe();
    },
  };
}

const sorted = (names: readonly string[]): string =>
  names
    .filter((name) => name !== '')
    .toSorted()
    .join(' ');

function says(event: SwitchEvent, answer: object): boolean {
  return Object.entries(answer).every(([key, value]) =>
    Object.entries(event).some(([k, v]) => k === key && v === value),
  );
}

function isEndOf(event: SwitchEvent, wish: Wish): boolean {
  if (event.type !== 'leg.ended') return false;
  return 'leg' in wish && event.native === wish.leg;
}
