import { asId, assertNever } from '@legwork/core';
import type { Cause, NativeId } from '@legwork/core';
import type { Arrivals } from './arrivals.ts';
import { tellTap, tellTogether, type Board } from './board.ts';
import type { Action } from './codec/actions.ts';
import { causeOf, type Course } from './codec/cause.ts';
import { nativeIn } from './codec/names.ts';
import { requests } from './codec/request.ts';
import { keyOf, type CallEvent, type Pressed } from './codec/webhook.ts';
import { byNumber, createMemory, partnerOf, type Leg, type Line } from './ledger.ts';

/** Webhooks, as changes of the ledger and as what the engine is told. They come doubled, late and in any order. */
export interface Observing {
  observe(event: CallEvent): void;
  /** Somebody whom we have called out to has answered, and Stringee asks what to do with them. */
  calledOut(native: NativeId, callId: string | null): readonly Action[];
  pressed(native: NativeId, pressed: Pressed): readonly Action[];
  /** Nobody has come of those who were rung: the caller waits again. */
  nobodyCame(native: NativeId, event: CallEvent): readonly Action[];
  /** Stringee has told which call the line is. */
  name(line: Line, callId: string): void;
}

const unknownCourse: Course = { wasUp: false, isCaller: false, isPhone: false, asked: null };
/** So many webhooks are remembered, to know those that are told again. */
const REMEMBERED = 0x4000;

export function createObserving(board: Board, arrivals: Arrivals): Observing {
  const { ask, ledger, tell } = board;
  const told = createMemory(REMEMBERED);

  function observe(event: CallEvent): void {
    if (event.at !== '' && !told.isNew(keyOf(event))) return;
    const native = nativeIn(event);
    const named = native === null ? undefined : ledger.named(native);
    // A call that we have begun is known by the leg that it was begun for, until it has told its own id.
    if (named !== undefined && named === named.line.main && named.line.callId === null) name(named.line, event.callId);
    // What is told late of a call that has ended is of no other.
    if (ledger.byCallId(event.callId) === undefined && !ledger.hasEnded(event.callId)) arrivals.isKnownAs(event);
    const line = ledger.byCallId(event.callId);
    if (line !== undefined && event.status === 'ended') lineEnded(line, event, named);
    else if (line !== undefined && (native === null || named !== undefined))
      legIs(named ?? byNumber(line, event.to.number), event);
    if (line === undefined || (native !== null && named === undefined)) ofAnEarlierLife(event, native);
  }

  function legIs(leg: Leg, event: CallEvent): void {
    switch (event.status) {
      case 'created':
      case 'started':
        return;
      case 'ringing':
        rings(leg);
        return;
      case 'answered':
        answered(leg);
        return;
      case 'agentEnded':
      case 'connect_failed':
        // Of whoever a call began with, `ended` alone tells.
        if (leg !== leg.line.main) partyEnded(leg, event.endCause);
        return;
      case 'ended':
        lineEnded(leg.line, event, leg);
        return;
      default:
        assertNever(event.status);
    }
  }

  function rings(leg: Leg): void {
    if (leg.state !== 'dialling') return;
    leg.state = 'ringing';
    tell({ type: 'leg.ringing', native: leg.native });
  }

  function answered(leg: Leg): void {
    const successor = successorOf(leg);
    if (successor !== undefined) {
      ledger.succeed(successor, leg.native);
      answered(successor);
      end(leg, 'normal', 'assumed');
      return;
    }
    if (leg.state !== 'up') {
      leg.state = 'up';
      clearTimeout(leg.ringing);
      tell({ type: 'leg.answered', native: leg.native });
      arrived(leg);
    }
    for (const awaits of leg.awaitingAnswer) awaits();
  }

  /** Whoever has listened is transferred to, and is not rung again: they talk from now on, as the leg that they were to come by. */
  const successorOf = ({ origin, state, line, number }: Leg): Leg | undefined =>
    origin === 'added' && state === 'up'
      ? [...line.others].find(
          (one) => one.origin === 'transferred' && one.state === 'dialling' && one.number === number,
        )
      : undefined;

  /** Whoever comes to a call is with the others at once: nothing has to put them together. */
  function arrived(leg: Leg): void {
    const { line } = leg;
    if (leg === line.main) return;
    if (leg.origin === 'added') {
      leg.mode = 'monitor';
      const partner = partnerOf(line);
      if (partner !== null) tellTap(board, leg, partner.native);
      return;
    }
    tellTogether(board, leg);
    // The transfer is complete: whoever was there before is not there any more, whether that was told or not.
    if (leg.insteadOf !== null) end(leg.insteadOf, 'normal', 'assumed');
  }

  function partyEnded(leg: Leg, endCause: string): void {
    const wasUp = leg.state === 'up';
    end(leg, causeOf(endCause, { ...courseOf(leg), asked: null }));
    // Whoever they talked with waits for the one that they are transferred to.
    if (leg.isLeaving && partnerOf(leg.line) === null)
      tell({ type: 'leg.placed', native: leg.line.main.native, at: 'none' });
    // A transfer to nobody, and all are still there: nothing has changed for them.
    const before = leg.insteadOf;
    if (!wasUp && before !== null && ledger.legs.get(before.native) === before && !before.isLeaving)
      tellTogether(board, before);
  }

  function end(leg: Leg, cause: Cause, basis: 'seen' | 'assumed' = 'seen'): void {
    if (ledger.legs.get(leg.native) !== leg) return;
    ledger.remove(leg);
    tell({ type: 'leg.ended', native: leg.native, cause }, basis);
  }

  /** A call ends as a whole, and is told once, of whoever came to it last: who hung up is told by their kind alone. */
  function lineEnded(line: Line, event: CallEvent, named: Leg | undefined): void {
    arrivals.turnAway(line);
    const { main, hungUp } = line;
    const last = named ?? byNumber(line, event.to.number);
    const isInVain = last !== main && last.state !== 'up';
    if (isInVain) end(last, causeOf(event.endCause, courseOf(last)));
    const partner = partnerOf(line);
    if (partner !== null && hungUp === null && hasHungUp(partner, event)) end(partner, 'normal');
    const course = courseOf(main);
    end(main, isInVain && course.wasUp && hungUp === null ? 'lost' : causeOf(event.endCause, course));
    for (const leg of line.others) end(leg, hungUp ?? (leg.state === 'up' ? 'normal' : 'cancelled'));
  }

  const courseOf = ({ state, origin, isPhone, line }: Leg): Course => ({
    wasUp: state === 'up',
    isCaller: origin === 'caller',
    isPhone,
    asked: line.hungUp,
  });

  function hasHungUp(partner: Leg, { endedBy }: CallEvent): boolean {
    const { main } = partner.line;
    return partner.isPhone !== main.isPhone && endedBy === (partner.isPhone ? 'EXTERNAL' : 'INTERNAL');
  }

  function name(line: Line, callId: string): void {
    if (line.callId !== null) return;
    ledger.name(line, callId);
    // It was to end before anybody knew what it was.
    if (line.hungUp !== null) void ask(requests.stop(callId));
  }

  /**
   * Nobody here knows of them: an earlier life of ours does, and the engine. Legs of ours are named; whoever called has the call's id. What is told
   * late of somebody who has ended says nothing.
   */
  function ofAnEarlierLife({ status, callId, endCause }: CallEvent, named: NativeId | null): void {
    const told = [
      ...new Set([named ?? asId<NativeId>(callId), ...(status === 'ended' ? [asId<NativeId>(callId)] : [])]),
    ];
    for (const native of told) {
      if (ledger.hasEnded(native)) continue;
      switch (status) {
        case 'created':
        case 'started':
          break;
        case 'ringing':
        case 'answered':
          tell({ type: `leg.${status}`, native });
          break;
        case 'agentEnded':
        case 'connect_failed':
          // Whom it is about cannot be known where no leg of ours is named.
          if (named !== null) tell({ type: 'leg.ended', native, cause: causeOf(endCause, unknownCourse) });
          break;
        case 'ended':
          tell({ type: 'leg.ended', native, cause: 'normal' });
          break;
        default:
          assertNever(status);
      }
    }
  }

  return {
    observe,
    name,
    calledOut(native, callId) {
      const leg = ledger.legs.get(native);
      if (leg === undefined) return [];
      if (callId !== null) name(leg.line, callId);
      return leg.line.hungUp === null ? board.waitingFor(native) : [];
    },
    pressed(native, { callId, digits }) {
      const line = ledger.legs.get(native)?.line;
      if (line !== undefined) name(line, callId);
      if (digits !== '') tell({ type: 'leg.digits', native, digits, sent: false });
      const isOver = ledger.hasEnded(native) || (line !== undefined && line.hungUp !== null);
      return isOver ? [] : board.waitingFor(native);
    },
    nobodyCame(native, event) {
      const leg = ledger.legs.get(native);
      const line = leg?.line ?? ledger.byCallId(event.callId);
      if (leg !== undefined && leg !== leg.line.main && leg.state !== 'up') partyEnded(leg, event.endCause);
      if (line === undefined) return board.waitingFor(asId<NativeId>(event.callId));
      return line.hungUp === null ? board.waitingFor(line.main.native) : [];
    },
  };
}
