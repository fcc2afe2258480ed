import { newSeat, type SeatInput, type SeatOut, type SeatTimer } from '../supervision/index.ts';
import {
  asId,
  assertNever,
  type Endpoint,
  type LegId,
  type NativeId,
  type Refusal,
  type SeatId,
  type SeatState,
} from '../vocabulary/index.ts';
import { askPlacement, createLeg, decideLeg, hangUpLeg, isUp, listensTo } from './legs.ts';
import { isFirst, lastTakenOn, resolve, takeOn } from './operations.ts';
import { noSeatTimers, type Call, type Seat, type Supervisor } from './state.ts';
import { publish, tellCall, tellSeat, type Step } from './step.ts';
import { capabilitiesOf } from './switches.ts';
import { startTimer, stopAllTimers, stopTimer } from './timers.ts';
import { toLeg } from './told.ts';

/** Seats: supervisors' presences, their legs and taps. */

const seatStateOf = (seat: Seat): SeatState => seat.state.at as SeatState;

interface NewSeat {
  readonly supervisor: Supervisor;
  readonly call: Call;
  readonly mode: 'monitor' | 'whisper' | 'barge';
  readonly scope: 'call' | 'agent';
  readonly device: Endpoint | null;
}

/** Make the seat that the command of this step asks for. */
export const openSeat = (step: Step, { supervisor, call, mode, scope, device }: NewSeat): void => {
  step.state.counters.seats += 1;
  const { effects } = capabilitiesOf(step, call.switch);
  const lacks = (['whisper', 'barge', 'treat'] as const).filter((name) => effects[name] === 'unsupported');
  const seat: Seat = {
    id: asId<SeatId>(`s${step.state.counters.seats}`),
    supervisor: supervisor.id,
    scope,
    switch: call.switch,
    agent: scope === 'agent' && call.party?.kind === 'agent' ? call.party.agent : null,
    device,
    call: null,
    n: 0,
    leg: null,
    state: step.deciders.seat.initial({ ...newSeat, wanted: mode, scope, lacks }),
    op: null,
    timers: noSeatTimers(),
  };
  step.state.seats.set(seat.id, seat);
  supervisor.seat = seat.id;
  enter(step, seat, call);
  decideSeat(step, seat, { type: 'sig.open' });
  // The agent may be gone by the time the supervisor's phone is answered; the seat has to know of it from the beginning.
  if (call.legs.agent === null) tellSeat(step, seat, { type: 'call.agentLeft' });
};

/** Give the seat a place at the call. */
const enter = (step: Step, seat: Seat, call: Call): void => {
  const free = call.seats.indexOf(null);
  if (free < 0) throw new Error('bug: a call took on more supervisors than it has seats');
  seat.call = call.id;
  seat.n = free + 1;
  call.seats = call.seats.with(free, seat.id);
  tellCall(step, call, { type: 'seat.opened' });
};

/** Take the seat's place at its call away: the seat has ended, or follows its agent elsewhere. */
const vacate = (step: Step, seat: Seat): void => {
  const call = seat.call === null ? undefined : step.state.calls.get(seat.call);
  const n = seat.n;
  seat.call = null;
  seat.n = 0;
  if (call === undefined) return;
  call.seats = call.seats.with(n - 1, null);
  tellCall(step, call, { type: 'seat.closed', seat: n });
};

/**
 * Tell a call's seats what happens to its agent. Whoever follows the agent, and not the call, goes with the agent: also with one who is to be hung up
 * on, and still has a leg here.
 */
export const tellSeats = (step: Step, call: Call, signal: 'agentHere' | 'agentLeft' | 'callGone'): void => {
  for (const id of call.seats) {
    const seat = id === null ? undefined : step.state.seats.get(id);
    if (seat === undefined) continue;
    if (signal === 'callGone' || (seat.agent !== null && (signal === 'agentLeft' || !isWith(call, seat)))) {
      tellSeat(step, seat, { type: 'call.gone' });
      if (seat.agent !== null) vacate(step, seat);
    } else {
      tellSeat(step, seat, { type: signal === 'agentHere' ? 'call.agentHere' : 'call.agentLeft' });
    }
  }
  if (signal === 'agentHere') welcomeFollowers(step, call);
};

const isWith = (call: Call, seat: Seat): boolean =>
  call.party?.kind === 'agent' && call.party.agent === seat.agent && call.legs.agent !== null;

/** Supervisors who follow the agent of this call take their seats. */
const welcomeFollowers = (step: Step, call: Call): void => {
  if (call.party?.kind !== 'agent') return;
  for (const seat of step.state.seats.values()) {
    if (seat.agent !== call.party.agent || seat.call !== null || seat.switch !== call.switch) continue;
    if (!call.seats.includes(null) || seat.state.at === 'leaving') continue;
    enter(step, seat, call);
    tellSeat(step, seat, { type: 'call.agentHere' });
  }
};

/** Give a seat's machine an input. */
export const decideSeat = (step: Step, seat: Seat, input: SeatInput): Refusal | null => {
  const decision = step.deciders.seat.decide(seat.state, input);
  if (decision.kind === 'refusal') return decision.refusal;
  if (decision.kind === 'ignored') {
    step.state.counters.ignored += 1;
    return null;
  }
  const before = seat.state;
  seat.state = decision.state;
  const { outs } = decision;
  const last = lastTakenOn(step, outs);
  for (let n = 0; n <= last; n += 1) {
    const out = outs[n] as SeatOut;
    if (isFirst(out, n, last)) perform(step, seat, out);
  }
  if (before.at !== seat.state.at || before.record.mode !== seat.state.record.mode) publishSeat(step, seat);
  for (let n = 0; n < outs.length; n += 1) {
    const out = outs[n] as SeatOut;
    if (!isFirst(out, n, last)) perform(step, seat, out);
  }
  return null;
};

const perform = (step: Step, seat: Seat, out: SeatOut): void => {
  switch (out.say) {
    case 'dial':
      dial(step, seat);
      return;
    case 'tap':
      tap(step, seat, out.mode);
      return;
    case 'silence': {
      const leg = seat.leg === null ? undefined : step.state.legs.get(seat.leg);
      if (leg === undefined) return;
      askPlacement(step, leg, { at: 'treated', target: null, mode: null }, { type: 'treat', with: 'silence' });
      return;
    }
    case 'hangUp': {
      const leg = seat.leg === null ? undefined : step.state.legs.get(seat.leg);
      if (leg !== undefined) hangUpLeg(step, leg);
      return;
    }
    case 'call': {
      const call = seat.call === null ? undefined : step.state.calls.get(seat.call);
      if (call !== undefined) tellCall(step, call, { type: out.signal, seat: seat.n });
      return;
    }
    case 'timer':
      if (out.on) startTimer(step, seat.timers, seat.id, out.timer, lasts(step, out.timer));
      else stopTimer(step, seat.timers, out.timer);
      return;
    case 'open':
      seat.op = takeOn(step);
      return;
    case 'resolve': {
      const command = seat.op;
      seat.op = null;
      if (command !== null) resolve(step, command, out.outcome, out.cause);
      return;
    }
    case 'gone':
      forget(step, seat);
      return;
    case 'refuse':
      return;
    default:
      assertNever(out);
  }
};

const lasts = ({ config: { policy } }: Step, timer: SeatTimer): number =>
  timer === 'place' ? policy.tapTimeoutMs : policy.followIdleMs;

const dial = (step: Step, seat: Seat): void => {
  const supervisor = step.state.supervisors.get(seat.supervisor);
  if (supervisor === undefined) throw new Error('bug: a seat without a supervisor');
  const id = asId<LegId>(`${seat.id}.1`);
  const leg = createLeg(step, {
    id,
    native: asId<NativeId>(id),
    switch: seat.switch,
    endpoint: seat.device ?? supervisor.endpoint,
    owner: { kind: 'seat', seat: seat.id },
    n: 0,
    party: null,
    ringMs: step.config.policy.ringTimeoutMs,
    as: step.config.policy.callerId,
  });
  seat.leg = leg.id;
  decideLeg(step, leg, toLeg.dial);
};

const tap = (step: Step, seat: Seat, mode: 'monitor' | 'whisper' | 'barge'): void => {
  const call = seat.call === null ? undefined : step.state.calls.get(seat.call);
  const leg = seat.leg === null ? undefined : step.state.legs.get(seat.leg);
  const target = call?.legs.agent ?? null;
  const tapped = target === null ? undefined : step.state.legs.get(target);
  if (leg === undefined || !isUp(leg) || tapped === undefined) return;
  if (call !== undefined) listensTo(step, call, leg);
  askPlacement(step, leg, { at: 'tap', target: tapped.id, mode }, { type: 'tap', target: tapped.native, mode });
};

const forget = (step: Step, seat: Seat): void => {
  stopAllTimers(step, seat.timers);
  vacate(step, seat);
  step.state.seats.delete(seat.id);
  const supervisor = step.state.supervisors.get(seat.supervisor);
  if (supervisor?.seat === seat.id) supervisor.seat = null;
};

const publishSeat = (step: Step, seat: Seat): void => {
  const { mode, wanted } = seat.state.record;
  publish(step, {
    type: 'seat.changed',
    seat: seat.id,
    supervisor: seat.supervisor,
    call: seat.call,
    scope: seat.scope,
    state: seatStateOf(seat),
    mode: mode === 'none' ? null : mode,
    wanted,
    at: step.at,
  });
};
