import type {
  Basis,
  Capabilities,
  Cause,
  EffectId,
  FoundLeg,
  ListedLeg,
  NativeId,
  SwitchEffect,
  SwitchEvent,
  SwitchId,
  SwitchSnapshot,
} from '@legwork/core';
import { passOn, type Passage, type Send } from '../faults/index.ts';
import type { EndpointBehaviour, Ring } from './endpoint.ts';
import { createExchange, type Caller, type Outcome, type Usage } from './exchange.ts';
import { createLanes, type Schedule } from './lanes.ts';
import { answerTo, confirmationOf, type Observation, type SwitchRefusal } from './observation.ts';
import { unlimited } from './presets.ts';
import { createRecent } from './recent.ts';
import type { Habits } from './shape.ts';

/**
 * A switch that exists in memory alone: it takes effects, rings phones, connects audio and reports what it sees, as real
 * ones do, and can be given any of their limits. It has no clock and no chance of its own: the same inputs at the same
 * times give the same events at the same times.
 *
 * Nothing is emitted while a method runs; everything takes its way through `schedule`. What an effect does is answered
 * exactly once: by the observation that it has happened, or by `effect.refused` with a {@link SwitchRefusal}.
 *
 * - answer → `leg.answered`. dial and redirect → `leg.ringing`, or `leg.ended` where nothing rings. join, treat and tap →
 *   `leg.placed`. mute → `leg.muted`. digits → `leg.digits`. play → `leg.played` at its end, or `leg.ended` before it.
 *   record → `record.started` or `record.stopped`. claim → `call.claimed`. hangUp → `leg.ended`.
 * - An effect on a leg that has ended, `hangUp` included, is refused as `noSuchLeg` with the id of the leg: whoever has
 *   missed the end learns of it so.
 * - An effect with the `op` of an earlier one changes nothing. It is answered by how things stand by then, or by the same
 *   refusal as before.
 * - Where the switch confirms an effect by its `reply`, the answer is `assumed`. Where it confirms by `nothing`, success is
 *   assumed whatever happens: only `unsupported` is refused.
 */
export interface SimulatedSwitch {
  readonly id: SwitchId;
  readonly capabilities: Capabilities;
  perform(effect: SwitchEffect): void;

  /** A caller arrives. @throws Error where the id is in use. */
  offer(caller: Caller): void;
  /** Comes upon a call that others have started: its legs talk in one mix. @throws Error where an id is in use. */
  find(legs: readonly FoundLeg[]): void;
  /** Whoever is at the other end of the leg hangs up or declines. False where there is no such leg. */
  hangUp(native: NativeId, cause?: Cause): boolean;
  /** Whoever is at the other end of the leg presses keys. False where there is no such leg, or it is not up. */
  pressDigits(native: NativeId, digits: string): boolean;

  /** The connection breaks. Calls go on; events are lost, those under way included; effects under way are performed. */
  lose(): void;
  /** The connection is made again: `switch.back`, with all that exists at that moment. No event comes before it. */
  comeBack(): void;
  /** The switch dies and starts anew: it has forgotten everything, reports no end, and waits to {@link comeBack}. */
  restart(): void;
  /** The name of its present life, which `switch.back` tells: another one after each restart. */
  epoch(): string;

  /** True where the listener truly hears the speaker at this moment. */
  hears(listener: NativeId, speaker: NativeId): boolean;
  /** Everybody who truly hears the speaker at this moment. */
  audience(speaker: NativeId): readonly NativeId[];
  /** True where a recording of the speaker's call truly holds the speaker's voice at this moment. */
  records(speaker: NativeId): boolean;
  /** All legs that exist, in the order of their appearance. */
  legs(): readonly ListedLeg[];
  /** One of them; undefined where there is none. */
  leg(native: NativeId): ListedLeg | undefined;
  /** True where some leg taps this one. */
  isTapped(native: NativeId): boolean;
  /** The same as the switch would list it: null where it lacks the trait `list`. */
  snapshot(): SwitchSnapshot | null;
  /** What takes up room, for the search for leaks: all zero when all legs have ended. */
  inUse(): Usage;

  /** Whether an effect on the leg is on its way to the switch. */
  isAsked(native: NativeId): boolean;
  /** For faults: it says so, whether it is so or not. */
  say(event: SwitchEvent): void;
  /** For faults: it says that it has done so, whether it has or not. */
  answer(effect: SwitchEffect): void;
  /** For faults: it does so at once, without having been asked on the usual way. */
  act(effect: SwitchEffect): void;
  readonly isConnected: boolean;
}

export interface SimulatedSwitchOptions {
  readonly id: SwitchId;
  /** Without it, there is nothing it cannot do. Presets have both this and the habits. */
  readonly capabilities?: Capabilities;
  readonly habits?: Partial<Habits>;
  readonly schedule: Schedule;
  /** How long an effect takes to the switch, or an event from it, in ms. Asked once for each; both keep their order for each leg. */
  readonly latency: (of: SwitchEffect | SwitchEvent) => number;
  /** What a phone does that is called. */
  readonly answering: (ring: Ring) => EndpointBehaviour;
  /** How long a prompt is for that leg; 2,000 ms where nothing is said. */
  readonly promptMs?: (prompt: string, native: NativeId) => number;
  readonly emit: (event: SwitchEvent) => void;
  /** The way of events from the switch. Faults sit here. `switch.lost` and `switch.back` come from this end and take no way. */
  readonly deliver?: Passage<SwitchEvent>;
  /** The way of effects to the switch. */
  readonly carry?: Passage<SwitchEffect>;
  /** What it lists when it is back, made of what exists. Faults sit here, too. Asked more than once. */
  readonly list?: (snapshot: SwitchSnapshot) => SwitchSnapshot;
  /** Is told everything at the moment it becomes true: what the people on the phones notice, whatever is reported. */
  readonly witness?: (event: SwitchEvent) => void;
}

/** How many effects are remembered at least, so that a repeated one is known. */
const REMEMBERED_EFFECTS = 0x4000;

export function createSimulatedSwitch(options: SimulatedSwitchOptions): SimulatedSwitch {
  const { id, schedule, latency, emit, witness } = options;
  const { deliver = passOn, carry = passOn, list = (snapshot) => snapshot } = options;
  const { promptMs = () => 2000, capabilities = unlimited.capabilities } = options;
  const habits = { ...unlimited.habits, ...options.habits };

  const { answering } = options;
  const exchange = createExchange({ shape: { capabilities, habits }, schedule, answering, promptMs, tell });
  const outcomes = createRecent<EffectId, Outcome>(REMEMBERED_EFFECTS);
  const toSwitch = createLanes(schedule);
  const fromSwitch = createLanes(schedule);
  let isConnected = true;
  // Each connection and each life of the switch has a number, so that what belongs to an earlier one is known.
  let connection = 1;
  let life = 1;

  function perform(effect: SwitchEffect): void {
    if (!isConnected) {
      if (habits.whileLost === 'isRefused') reply(refusalOf(effect, 'disconnected'));
      return;
    }
    const livesNow = life;
    carry(effect, (effect, delayMs, order) => {
      const arrive = (): void => {
        if (life === livesNow) take(effect);
      };
      const totalMs = latency(effect) + delayMs;
      if (order === 'kept') toSwitch.post(lanesOfEffect(effect), totalMs, arrive);
      else schedule(totalMs, arrive);
    });
  }

  function take(effect: SwitchEffect): void {
    const confirmation = confirmationOf(effect, capabilities);
    const outcome = confirmation === 'unsupported' ? 'unsupported' : performOnce(effect);
    if (outcome === 'done') return;
    if (confirmation === 'nothing') tell(answerTo(effect), 'assumed');
    else tell(refusalOf(effect, outcome), 'seen');
  }

  function performOnce(effect: SwitchEffect): Outcome {
    const before = outcomes.get(effect.op);
    if (before !== undefined) return before === 'done' ? exchange.repeat(effect) : before;
    const outcome = exchange.perform(effect);
    outcomes.set(effect.op, outcome);
    return outcome;
  }

  function tell(observation: Observation, basis: Basis): void {
    const event: SwitchEvent = { ...observation, switch: id, basis };
    witness?.(event);
    if (isConnected) deliver(event, sendBy(connection));
  }

  /** The way to the engine, for as long as that connection lasts. */
  function sendBy(connectedBy: number): Send<SwitchEvent> {
    return (event, delayMs, order) => {
      const arrive = (): void => {
        if (isConnected && connection === connectedBy) emit(event);
      };
      const totalMs = latency(event) + delayMs;
      if (order === 'kept') fromSwitch.post(lanesOfEvent(event), totalMs, arrive);
      else schedule(totalMs, arrive);
    };
  }

  function say(event: SwitchEvent): void {
    if (isConnected) sendBy(connection)(event, 0, 'kept');
  }

  /** What this end of the connection says by itself. */
  function reply(observation: Observation): void {
    const event: SwitchEvent = { ...observation, switch: id, basis: 'seen' };
    fromSwitch.post([id], latency(event), () => emit(event));
  }

  function lose(): void {
    if (isConnected) reply({ type: 'switch.lost' });
    isConnected = false;
    connection += 1;
  }

  function comeBack(): void {
    if (isConnected) return;
    const attempt = connection;
    fromSwitch.post([id], latency(back()), () => {
      // Lost again, or back already.
      if (connection !== attempt || isConnected) return;
      isConnected = true;
      emit(back());
    });
  }

  function back(): SwitchEvent {
    const exists = snapshot();
    const snapshotGiven = exists === null ? null : list(exists);
    return { type: 'switch.back', epoch: epoch(), snapshot: snapshotGiven, switch: id, basis: 'seen' };
  }

  function epoch(): string {
    return `${id}#${life}`;
  }

  function snapshot(): SwitchSnapshot | null {
    return capabilities.traits.list ? { legs: exchange.legs() } : null;
  }

  return {
    id,
    capabilities,
    perform,
    offer: exchange.offer,
    find: exchange.find,
    hangUp: (native, cause = 'normal') => exchange.hangUp(native, cause),
    pressDigits: exchange.press,
    lose,
    comeBack,
    restart() {
      life += 1;
      exchange.forget();
      outcomes.clear();
      lose();
    },
    epoch,
    hears: exchange.hears,
    audience: (speaker) =>
      exchange
        .legs()
        .map(({ native }) => native)
        .filter((listener) => exchange.hears(listener, speaker)),
    records: exchange.records,
    legs: exchange.legs,
    leg: exchange.leg,
    isTapped: exchange.isTapped,
    snapshot,
    inUse: exchange.inUse,
    isAsked: (native) => toSwitch.isBusy(native),
    say,
    answer: (effect) => say({ ...answerTo(effect), switch: id, basis: 'seen' }),
    act: take,
    get isConnected() {
      return isConnected;
    },
  };
}

function refusalOf(effect: SwitchEffect, reason: SwitchRefusal): Observation {
  const about = 'native' in effect ? { native: effect.native } : { call: effect.call };
  return { type: 'effect.refused', op: effect.op, effect: effect.type, reason, ...about };
}

/** The legs that an effect moves, makes or ends: no two effects on one of them change places. */
function lanesOfEffect(effect: SwitchEffect): readonly string[] {
  if (effect.type === 'record' || effect.type === 'claim') return [effect.call];
  const lanes: string[] = [effect.native];
  if (effect.type === 'redirect') lanes.push(effect.target);
  if ((effect.type === 'redirect' || effect.type === 'join') && effect.instead !== null) lanes.push(effect.instead);
  return lanes;
}

function lanesOfEvent(event: SwitchEvent): readonly string[] {
  if (event.type === 'call.found') return event.legs.map(({ native }) => native);
  if ('native' in event) return [event.native];
  if ('call' in event) return [event.call];
  return [event.switch];
}
