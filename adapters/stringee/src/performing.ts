import { asId, assertNever } from '@legwork/core';
import type { Cause, EffectOf, Endpoint, NativeId, SwitchEffect } from '@legwork/core';
import type { Arrivals } from './arrivals.ts';
import { tellTap, tellTogether, type Board } from './board.ts';
import { connect, type Action, type Party } from './codec/actions.ts';
import { isOfSeat, isOurs } from './codec/names.ts';
import { requests } from './codec/request.ts';
import type { RestReply } from './connection/rest.ts';
import { createMemory, newLeg, newLine, partnerOf, type Leg, type Line } from './ledger.ts';
import type { Observing } from './observing.ts';

/** Effects, each as the requests that carry it out. What comes of them is told by webhooks, wherever there is one. */
export interface Performing {
  perform(effect: SwitchEffect): void;
}

/** Done, or why not. */
type Outcome =
  | 'done'
  /** Stringee has nothing of the kind. */
  | 'unsupported'
  /** The leg has ended. */
  | 'noSuchLeg'
  /** An earlier life of ours has begun the leg, and what it was to Stringee is not known any more. */
  | 'unknownLeg'
  | 'notUp'
  /** Whoever is to be heard is not there, or is in another call. */
  | 'noTarget'
  | 'taken'
  /** Nobody answered, or it is not known whether it was done. */
  | 'disconnected'
  /** Stringee said no, or the endpoint cannot be dialled. */
  | 'failed'
  /** Taken on, and nothing was told of it in time. */
  | 'unconfirmed';

/** How many effects are remembered, so that one that is repeated is known. */
const REMEMBERED = 0x4000;
/** A change that is not told of by then has failed. */
const CONFIRM_MS = 10_000;
/** After Stringee has said that there is nothing to stop, the end may still be on its way. */
const END_UNDER_WAY_MS = 1000;

export function createPerforming(
  board: Board,
  arrivals: Arrivals,
  observing: Pick<Observing, 'name'>,
  isReached: () => boolean,
): Performing {
  const { ask, ledger, options, tell } = board;
  const done = createMemory(REMEMBERED);

  function perform(effect: SwitchEffect): void {
    const act = async (): Promise<void> => {
      const outcome = await outcomeOf(effect);
      if (outcome === 'done') done.isNew(effect.op);
      else refuse(effect, outcome);
    };
    // To end a call is not kept waiting by anything.
    board.inTurn(effect.type === 'hangUp' ? effect.op : laneOf(effect), act);
  }

  function refuse(effect: SwitchEffect, reason: Outcome): void {
    const about = 'native' in effect ? { native: effect.native } : { call: effect.call };
    tell({ type: 'effect.refused', op: effect.op, effect: effect.type, reason, ...about });
  }

  function outcomeOf(effect: SwitchEffect): Outcome | Promise<Outcome> {
    switch (effect.type) {
      case 'join':
      case 'treat':
      case 'mute':
      case 'digits':
      case 'record':
      case 'claim':
        return 'unsupported';
      case 'tap':
        if (effect.mode === 'barge' && !options.changesModes) return 'unsupported';
        break;
      case 'answer':
      case 'dial':
      case 'redirect':
      case 'play':
      case 'hangUp':
        break;
      default:
        return assertNever(effect);
    }
    if (!isReached()) return 'disconnected';
    return done.has(effect.op) ? repeat(effect) : first(effect);
  }

  type Supported = EffectOf<'answer' | 'dial' | 'redirect' | 'play' | 'tap' | 'hangUp'>;

  function first(effect: Supported): Outcome | Promise<Outcome> {
    if (effect.type === 'dial') return dial(effect);
    if (effect.type === 'tap' && ledger.legs.get(effect.target)?.state !== 'up') return 'noTarget';
    const leg = ledger.legs.get(effect.native) ?? adopt(effect.native);
    if (leg === null) return ledger.hasEnded(effect.native) ? 'noSuchLeg' : 'unknownLeg';
    if (effect.call !== null && leg.origin !== 'added') ledger.assign(leg.line, effect.call);
    switch (effect.type) {
      case 'answer':
        return answer(leg);
      case 'redirect':
        return redirect(effect, leg);
      case 'play':
        return play(effect, leg);
      case 'tap':
        return tap(effect, leg);
      case 'hangUp':
        return hangUp(leg, effect.cause);
      default:
        return assertNever(effect);
    }
  }

  /** What has been done before is not done again: it is answered by how things stand. */
  function repeat(effect: Supported): Outcome | Promise<Outcome> {
    const leg = ledger.legs.get(effect.type === 'redirect' ? effect.target : effect.native);
    if (leg === undefined) return effect.type === 'redirect' ? 'noTarget' : 'noSuchLeg';
    switch (effect.type) {
      case 'answer':
      case 'dial':
      case 'redirect':
        if (leg.state === 'up') tell({ type: 'leg.answered', native: leg.native });
        else if (leg.state === 'ringing') tell({ type: 'leg.ringing', native: leg.native });
        if (effect.type === 'redirect' && leg.state === 'up') tellTogether(board, leg);
        return 'done';
      case 'tap':
        tellTap(board, leg, effect.target, leg.mode === 'whisper' ? 'assumed' : 'seen');
        return 'done';
      case 'play':
        return played(effect);
      case 'hangUp':
        return hangUp(leg, effect.cause);
      default:
        return assertNever(effect);
    }
  }

  /** After a restart whoever has called is known by the id of their call alone, which is all that is needed to act on it. */
  function adopt(native: NativeId): Leg | null {
    if (isOurs(native) || ledger.hasEnded(native)) return null;
    const [from, to] = [asId<Endpoint>('unknown'), asId<Endpoint>('unknown')];
    const line = newLine(
      { uuid: null, from, to },
      { native, origin: 'caller', number: '', isPhone: true, state: 'up' },
    );
    ledger.add(line.main);
    ledger.name(line, native);
    return line.main;
  }

  function answer(leg: Leg): Outcome {
    if (leg.state === 'up') tell({ type: 'leg.answered', native: leg.native });
    // Stringee tells that they are answered. Where it has been told to by itself, it does so, too.
    else arrivals.answer(leg.line);
    return 'done';
  }

  /**
   * Whoever is dialled for a call that is talked is a supervisor, who has to begin in silence: nobody else can be dialled first. Where nobody is known
   * to talk, as of a call of an earlier life, a supervisor could not be added to it, and is not rung for nothing.
   */
  function dial(effect: EffectOf<'dial'>): Outcome | Promise<Outcome> {
    const { native } = effect;
    if (ledger.legs.has(native)) return 'taken';
    const known = options.partyFor(effect.to);
    if (known === null) return unreachable(native);
    const to: Party = { ...known, alias: native };
    const line = effect.call === null ? undefined : ledger.byCall(effect.call);
    if (line !== undefined && partnerOf(line) !== null) return add(effect, to, line);
    return isOfSeat(native) ? 'noTarget' : callOut(effect, to);
  }

  async function callOut(effect: EffectOf<'dial'>, to: Party): Promise<Outcome> {
    const { native } = effect;
    const line = newLine(
      { uuid: null, from: effect.as, to: effect.to },
      { native, origin: 'calledOut', number: to.number, isPhone: to.type === 'external', state: 'dialling' },
    );
    ledger.add(line.main);
    if (effect.call !== null) ledger.assign(line, effect.call);
    // Nothing is said of how long a callout rings.
    line.main.ringing = setTimeout(() => void endLine(line, 'noAnswer'), effect.ringMs);
    const reply = await ask(requests.callOut(ourNumber, to, board.urlOf('answer', native)));
    if (reply.kind === 'done' && reply.callId !== null) observing.name(line, reply.callId);
    return made(reply, line.main);
  }

  async function add({ native }: EffectOf<'dial'>, to: Party, line: Line): Promise<Outcome> {
    const { callId } = line;
    if (callId === null) return 'failed';
    const leg = newLeg(line, {
      native,
      origin: 'added',
      number: to.number,
      isPhone: to.type === 'external',
      state: 'dialling',
    });
    ledger.add(leg);
    return made(await ask(requests.addUser(callId, ourNumber, to, true)), leg);
  }

  /** What was asked for may have been done where nobody answered: the leg is kept, to know it if it shows up. */
  function made(reply: RestReply, leg: Leg): Outcome {
    switch (reply.kind) {
      case 'done':
        return 'done';
      case 'unreachable':
        return 'disconnected';
      case 'refused':
        ledger.remove(leg);
        return unreachable(leg.native);
      default:
        return assertNever(reply);
    }
  }

  /** Nothing rings. */
  function unreachable(native: NativeId): Outcome {
    tell({ type: 'leg.ended', native, cause: 'unreachable' });
    return 'done';
  }

  /** A caller who waits is connected by an action; one who talks with somebody is transferred from them. */
  async function redirect(effect: EffectOf<'redirect'>, customer: Leg): Promise<Outcome> {
    const { line } = customer;
    if (customer.state !== 'up' || line.callId === null) return 'notUp';
    if (ledger.legs.has(effect.target)) return 'taken';
    const known = options.partyFor(effect.to);
    if (known === null) return 'failed';
    const instead = effect.instead === null ? undefined : ledger.legs.get(effect.instead);
    const before = instead !== undefined && instead.line === line && instead !== customer ? instead : null;
    const to: Party = { ...known, alias: effect.target };
    const leg = newLeg(line, {
      native: effect.target,
      origin: before === null ? 'connected' : 'transferred',
      number: to.number,
      isPhone: to.type === 'external',
      state: 'dialling',
      insteadOf: before,
    });
    ledger.add(leg);
    if (before !== null) before.isLeaving = true;
    const reply = await ask(
      before === null
        ? requests.putActions(line.callId, connecting(effect, customer, to))
        : requests.transfer(line.callId, before.number, to),
    );
    if (reply.kind === 'done') return 'done';
    if (before !== null) before.isLeaving = false;
    if (reply.kind === 'unreachable') return 'disconnected';
    ledger.remove(leg);
    // Nothing has changed; told after the refusal, since the engine takes everybody to be on the way until then.
    if (before !== null) queueMicrotask(() => tellTogether(board, before));
    return 'failed';
  }

  function connecting(effect: EffectOf<'redirect'>, { line, number }: Leg, to: Party): readonly Action[] {
    // Apps show who calls; a phone is shown a number of the project, since nobody else's may be shown.
    const caller = line.main.origin === 'caller' ? line.from : number;
    const from: Party = to.type === 'external' ? ourNumber : { type: 'external', number: caller, alias: caller };
    const onFail = options.keepsCustomer ? board.urlOf('failed', effect.target) : null;
    return [connect({ native: effect.target, from, to, ringMs: effect.ringMs, onFail })];
  }

  async function play(effect: EffectOf<'play'>, { state, line }: Leg): Promise<Outcome> {
    if (state !== 'up' || line.callId === null) return 'notUp';
    const { prompt } = effect;
    const known = options.prompts.get(prompt);
    if (known === undefined && !/^[\w./-]{1,200}$/.test(prompt)) return 'failed';
    const actions = [actionOf(known ?? { file: prompt }), ...board.waitingFor(line.main.native)];
    const outcome = ofReply(await ask(requests.putActions(line.callId, actions)));
    return outcome === 'done' ? played(effect) : outcome;
  }

  /** Nothing tells when a prompt is over: it is taken to be, after as long as it is said to last. */
  function played({ native, prompt }: EffectOf<'play'>): Outcome {
    setTimeout(
      () => {
        if (ledger.legs.has(native)) tell({ type: 'leg.played', native, prompt }, 'assumed');
      },
      options.prompts.get(prompt)?.ms ?? 0,
    ).unref();
    return 'done';
  }

  async function tap({ target, mode }: EffectOf<'tap'>, leg: Leg): Promise<Outcome> {
    const { line } = leg;
    if (ledger.legs.get(target)?.line !== line || leg.origin !== 'added') return 'noTarget';
    if (leg.state !== 'up' || line.callId === null) return 'notUp';
    const outcome = mode === 'whisper' ? await whisper(leg, line.callId, target) : await speak(leg, line.callId, mode);
    if (outcome !== 'done') return outcome;
    if (ledger.legs.get(leg.native) !== leg) return 'noSuchLeg';
    leg.mode = mode;
    tellTap(board, leg, target, mode === 'whisper' ? 'assumed' : 'seen');
    return 'done';
  }

  /** Whether they can speak to all, which is told of by their answer once more. */
  async function speak(leg: Leg, callId: string, mode: 'monitor' | 'barge'): Promise<Outcome> {
    if (leg.mode === mode) return 'done';
    if (!options.changesModes) return 'unsupported';
    const told = waitFor(leg.awaitingAnswer, CONFIRM_MS);
    const outcome = ofReply(await ask(requests.addUser(callId, ourNumber, partyOf(leg), mode === 'monitor')));
    if (outcome !== 'done') {
      told.giveUp();
      return outcome;
    }
    return (await told.came) ? 'done' : 'unconfirmed';
  }

  async function whisper(leg: Leg, callId: string, target: NativeId): Promise<Outcome> {
    if (leg.mode === 'whisper') return 'done';
    // Never from one to the other with all of them hearing: silence lies between.
    if (leg.mode === 'barge') {
      const silenced = await speak(leg, callId, 'monitor');
      if (silenced !== 'done') return silenced;
      leg.mode = 'monitor';
    }
    const whose = options.whisperUser === 'agent' ? ledger.legs.get(target) : leg;
    return ofReply(await ask(requests.whisper(callId, whose?.number ?? '')));
  }

  /** A call ends as a whole. Whoever listens cannot be made to leave: they are made silent, and have to hang up by themselves. */
  async function hangUp(leg: Leg, cause: Cause): Promise<Outcome> {
    const { line } = leg;
    if (leg.isLeaving) return 'done';
    if (leg.origin === 'added') {
      const isHeard = leg.mode === 'whisper' || leg.mode === 'barge';
      if (isHeard && line.callId !== null && (await speak(leg, line.callId, 'monitor')) === 'done') {
        leg.mode = 'monitor';
        const partner = partnerOf(line);
        if (partner !== null) tellTap(board, leg, partner.native);
      }
      options.log('Stringee drops no single party: the supervisor has to hang up at their own app');
      return 'unsupported';
    }
    return endLine(line, cause);
  }

  async function endLine(line: Line, cause: Cause): Promise<Outcome> {
    line.hungUp ??= cause;
    if (arrivals.turnAway(line)) return 'done';
    // It is stopped as soon as it is known what it is.
    if (line.callId === null) return 'done';
    const outcome = ofReply(await ask(requests.stop(line.callId)));
    // What ends by itself in that moment cannot be stopped any more; its end may still be on the way to us.
    return outcome === 'failed' && (await endsSoon(line)) ? 'done' : outcome;
  }

  function endsSoon(line: Line): Promise<boolean> {
    if (!ledger.lines.has(line)) return Promise.resolve(true);
    return waitFor(line.awaitingEnd, END_UNDER_WAY_MS).came;
  }

  function ofReply(reply: RestReply): Outcome {
    switch (reply.kind) {
      case 'done':
        return 'done';
      case 'refused':
        return 'failed';
      case 'unreachable':
        return 'disconnected';
      default:
        return assertNever(reply);
    }
  }

  const ourNumber: Party = { type: 'external', number: options.number, alias: options.number };

  return { perform };
}

/** Waits to be told; not for ever. */
function waitFor(told: Set<() => void>, ms: number): { readonly came: Promise<boolean>; giveUp(): void } {
  let end: (came: boolean) => void = () => undefined;
  const came = new Promise<boolean>((resolve) => {
    const heard = (): void => end(true);
    // Once the switch is closed nobody waits any more.
    const timer = setTimeout(() => end(false), ms).unref();
    end = (isSo) => {
      clearTimeout(timer);
      told.delete(heard);
      resolve(isSo);
    };
    told.add(heard);
  });
  return { came, giveUp: () => end(false) };
}

const partyOf = ({ native, number, isPhone }: Leg): Party => ({
  type: isPhone ? 'external' : 'internal',
  number,
  alias: native,
});

function actionOf({
  file,
  url,
  text,
}: {
  readonly file?: string;
  readonly url?: string;
  readonly text?: string;
}): Action {
  if (text !== undefined) return { action: 'talk', text };
  return url === undefined ? { action: 'play', fileName: file } : { action: 'stream', fileName: url };
}

/** What is done to one leg is done in order. */
const laneOf = (effect: SwitchEffect): string => ('native' in effect ? effect.native : effect.call);
