import { asId, assertNever } from '@legwork/core';
import type { CallId, Cause, EffectId, Endpoint, Mix, Mode, NativeId, SwitchEffect, SwitchEvent } from '@legwork/core';
import { createSimulation } from '../../sim/src/kernel/index.ts';
import { createSimulatedSwitch } from '../../sim/src/switch/index.ts';
import type { EndpointBehaviour, SimulatedSwitch, SimulatedSwitchOptions } from '../../sim/src/switch/index.ts';

/** A simulated switch on a table of its own: with a clock, phones that do as they are told, and a log of what it emits. */
export interface Switchboard {
  readonly simulated: SimulatedSwitch;
  /** What was emitted, oldest first. */
  readonly events: readonly SwitchEvent[];
  /** The same before latency and faults. */
  readonly witnessed: readonly SwitchEvent[];
  /** Has an effect performed and gives its op. */
  ask(wish: Wish): EffectId;
  /** The same effect again, op and all. */
  askAgain(): void;
  /** Lets everything happen. */
  settle(): void;
  runFor(ms: number): void;
  now(): number;
  /** What was emitted about the leg, in short: `placed main`, `ended busy`. */
  story(native: string): readonly string[];
}

/** An effect in few words. The call is `c1` where none is named. */
export type Wish = { readonly call?: string | null } & (
  | { readonly do: 'answer'; readonly leg: string }
  | { readonly do: 'dial'; readonly leg: string; readonly to?: string; readonly ringMs?: number }
  | {
      readonly do: 'redirect';
      readonly leg: string;
      readonly target: string;
      readonly to?: string;
      readonly instead?: string;
    }
  | { readonly do: 'join'; readonly leg: string; readonly mix?: Mix; readonly instead?: string }
  | { readonly do: 'treat'; readonly leg: string }
  | { readonly do: 'play'; readonly leg: string; readonly prompt: string }
  | { readonly do: 'tap'; readonly leg: string; readonly target: string; readonly mode: Mode }
  | { readonly do: 'mute'; readonly leg: string; readonly on: boolean }
  | { readonly do: 'digits'; readonly leg: string; readonly digits: string }
  | { readonly do: 'hangUp'; readonly leg: string; readonly cause?: Cause }
  | { readonly do: 'record'; readonly on: boolean }
  | { readonly do: 'claim'; readonly legs?: readonly string[] }
);

/** @param phones What each endpoint does when it is called; one that is not named answers after 1,000 ms. */
export function openSwitchboard(
  options: Partial<SimulatedSwitchOptions> = {},
  phones: Readonly<Record<string, EndpointBehaviour>> = {},
): Switchboard {
  const simulation = createSimulation<() => void>((run) => run());
  const events: SwitchEvent[] = [];
  const witnessed: SwitchEvent[] = [];
  const simulated = createSimulatedSwitch({
    id: asId('sw'),
    schedule(delayMs, run) {
      const handle = simulation.after(delayMs, run);
      return () => simulation.cancel(handle);
    },
    latency: () => 10,
    answering: ({ to }) => phones[to] ?? { kind: 'answers', afterMs: 1000 },
    emit: (event) => events.push(event),
    witness: (event) => witnessed.push(event),
    ...options,
  });

  let asked = 0;
  let last: SwitchEffect | undefined;
  return {
    simulated,
    events,
    witnessed,
    ask(wish) {
      asked += 1;
      last = effectOf(wish, asId(`op${asked}`));
      simulated.perform(last);
      return last.op;
    },
    askAgain() {
      if (last !== undefined) simulated.perform(last);
    },
    settle: () => simulation.runUntilEmpty(),
    runFor: (ms) => simulation.runUntil(simulation.now() + ms),
    now: () => simulation.now(),
    story: (native) =>
      events.filter((event) => 'native' in event && event.native === native).map((event) => inShort(event)),
  };
}

/** Two parties in conversation: the customer `c` has called, the agent `a` was dialled. */
export function talking(options: Partial<SimulatedSwitchOptions> = {}): Switchboard {
  const board = openSwitchboard(options);
  board.simulated.offer({ native: asId('c'), from: asId('0901'), to: asId('1900') });
  board.ask({ do: 'answer', leg: 'c' });
  board.ask({ do: 'dial', leg: 'a' });
  board.settle();
  board.ask({ do: 'join', leg: 'c' });
  board.ask({ do: 'join', leg: 'a' });
  board.settle();
  return board;
}

/** The same with a supervisor `s` who taps the agent. */
export function supervised(mode: Mode, options: Partial<SimulatedSwitchOptions> = {}): Switchboard {
  const board = talking(options);
  addSupervisor(board, 's', mode);
  return board;
}

export function addSupervisor(board: Switchboard, leg: string, mode: Mode): void {
  board.ask({ do: 'dial', leg });
  board.settle();
  board.ask({ do: 'tap', leg, target: 'a', mode });
  board.settle();
}

export function effectOf(wish: Wish, op: EffectId): SwitchEffect {
  const call = wish.call === undefined ? asId<CallId>('c1') : wish.call === null ? null : asId<CallId>(wish.call);
  const about = { op, switch: asId<never>('sw') };
  if (wish.do === 'record') return { ...about, type: 'record', call: call ?? asId('c1'), on: wish.on };
  if (wish.do === 'claim') {
    const natives = (wish.legs ?? []).map((leg) => asId<NativeId>(leg));
    return { ...about, type: 'claim', call: call ?? asId('c1'), natives };
  }
  const on = { ...about, call, leg: asId<never>(wish.leg), native: asId<NativeId>(wish.leg) };
  switch (wish.do) {
    case 'answer':
      return { ...on, type: 'answer' };
    case 'dial':
      return {
        ...on,
        type: 'dial',
        to: asId<Endpoint>(wish.to ?? wish.leg),
        as: asId('1900'),
        ringMs: wish.ringMs ?? 20_000,
      };
    case 'redirect':
      return {
        ...on,
        type: 'redirect',
        to: asId(wish.to ?? wish.target),
        target: asId(wish.target),
        instead: wish.instead === undefined ? null : asId(wish.instead),
        ringMs: 20_000,
      };
    case 'join':
      return {
        ...on,
        type: 'join',
        mix: wish.mix ?? 'main',
        instead: wish.instead === undefined ? null : asId(wish.instead),
      };
    case 'treat':
      return { ...on, type: 'treat', with: 'music' };
    case 'play':
      return { ...on, type: 'play', prompt: wish.prompt };
    case 'tap':
      return { ...on, type: 'tap', target: asId(wish.target), mode: wish.mode };
    case 'mute':
      return { ...on, type: 'mute', on: wish.on };
    case 'digits':
      return { ...on, type: 'digits', digits: wish.digits };
    case 'hangUp':
      return { ...on, type: 'hangUp', cause: wish.cause ?? 'normal' };
    default:
      return assertNever(wish);
  }
}

/** An event in a word or two. */
export function inShort(event: SwitchEvent): string {
  if (event.type === 'leg.placed')
    return event.at === 'tap' ? `placed ${event.mode} ${event.target}` : `placed ${event.at}`;
  if (event.type === 'leg.ended') return `ended ${event.cause}`;
  if (event.type === 'leg.muted') return event.on ? 'muted' : 'unmuted';
  if (event.type === 'switch.back')
    return `back, lists ${event.snapshot?.legs.map(({ native, at }) => `${native} ${at}`).join(', ') ?? 'nothing'}`;
  if (event.type === 'leg.digits') return `digits ${event.digits}`;
  if (event.type === 'leg.played') return `played ${event.prompt}`;
  if (event.type === 'effect.refused') return `refused ${event.reason}`;
  return event.type.replace(/^(leg|switch)\./, '');
}
