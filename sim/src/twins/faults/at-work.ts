import { asId, type ListedLeg, type SwitchEffect, type SwitchEvent, type SwitchId } from '@legwork/core';
import { putToWork, type ChosenFault, type FaultsAtWork, type Wire } from '../../faults/index.ts';
import type { RandomStreams } from '../../kernel/index.ts';
import { answerTo } from '../../switch/observation.ts';
import { createLine } from './line.ts';
import type { Deed, Ground } from './ground.ts';

/** Faults of the catalogue at work on the wire of a twin: whoever talks with it meets them, whatever their application is. */
export interface TwinFaults<Told> {
  /** One command of a client, as what it asks for; of several effects it is done once all of them have come through. */
  ask(effects: readonly SwitchEffect[], deed: Deed): void;
  /** Something is told to the clients. */
  tell(told: Told): void;
  /** How the refusal of an effect is told. */
  refusal(effect: SwitchEffect, reason: string): 'told' | 'withoutLeg' | 'untold';
  /** What is said to exist. */
  listed(legs: readonly ListedLeg[]): readonly ListedLeg[];
  timerMs(ms: number): number;
  /** No fault strikes any more. */
  stop(): void;
  readonly struck: FaultsAtWork['struck'];
}

/** What is not told by whom, and how surely, on a wire. */
const said = { switch: asId<SwitchId>('twin'), basis: 'seen' } as const;
/** Whatever the port has no word for: a run of events that is lost takes it with it. */
const anything: SwitchEvent = { ...said, type: 'call.found', legs: [] };
/** An end is told by several events, soon one after the other. */
const MOST_ENDINGS = 4096;

interface Sending {
  readonly event: SwitchEvent;
  readonly delayMs: number;
  readonly order: 'kept' | 'free';
}

/** @throws RangeError when a probability is not from 0 to 1, or a fault is chosen twice. */
export const strikeTwin = <Told>(
  ground: Ground<Told>,
  chosen: readonly ChosenFault[],
  streams: RandomStreams,
): TwinFaults<Told> => {
  const { time } = ground;
  const commands = createLine(time);
  const events = createLine(time);
  /** What has become of the ends of legs: all that tells of one shares its fate. */
  const endings = new Map<string, readonly Sending[]>();
  /** The command that is on its way now. */
  let asked: { readonly ops: ReadonlySet<string>; refused: string | null; isAnswered: boolean } | null = null;
  let isFaultless = false;

  const says = (event: SwitchEvent): void => {
    if (event.type === 'effect.refused' && asked?.ops.has(event.op) === true) asked.refused = event.reason;
    else for (const told of ground.toldAs(event, null)) ground.tell(told);
  };
  const wire: Wire = {
    now: () => time.now(),
    later: (ms, run) => void time.after(ms, run),
    legs: () => ground.legs(),
    leg: (native) => ground.legs().find((leg) => leg.native === native),
    isTapped: (native) => ground.legs().some(({ target }) => target === native),
    promptMs: (prompt) => ground.promptMs(prompt),
    says,
    answers(effect) {
      if (asked !== null) asked.isAnswered = true;
      says({ ...answerTo(effect), ...said });
    },
    does: (effect) => ground.does(effect),
    surprises: () => undefined,
    hangsUp: (native) => ground.hangsUp(native),
    get isConnected() {
      return ground.isConnected();
    },
    loses: (ms, how) => ground.loses(ms, how),
  };
  const work = putToWork(chosen, wire, streams);

  const deliver = (event: SwitchEvent): readonly Sending[] => {
    const sendings: Sending[] = [];
    work.deliver(event, (sent, delayMs, order) => sendings.push({ event: sent, delayMs, order }));
    return sendings;
  };

  const ask = (effects: readonly SwitchEffect[], deed: Deed): void => {
    if (isFaultless) {
      deed.perform(effects);
      return;
    }
    const became = new Map<SwitchEffect, SwitchEffect>();
    let slowestMs = 0;
    asked = { ops: new Set(effects.map(({ op }) => op)), refused: null, isAnswered: false };
    for (const effect of effects) {
      work.carry(effect, (sent, delayMs) => {
        became.set(effect, sent);
        slowestMs = Math.max(slowestMs, delayMs);
      });
    }
    const { refused, isAnswered } = asked;
    asked = null;
    const isWhole = became.size === effects.length;
    if (isAnswered || (!isWhole && refused === null)) deed.accept();
    else if (refused !== null) deed.refuse(refused);
    if (!isWhole) return;
    const sent = effects.map((effect) => became.get(effect) ?? effect);
    commands.send(
      sent.flatMap((one) => ('native' in one ? [one.native] : [])),
      slowestMs,
      'kept',
      () => deed.perform(sent),
    );
  };

  const tell = (told: Told): void => {
    if (isFaultless) {
      ground.tell(told);
      return;
    }
    const event = ground.eventOf(told) ?? anything;
    const sendings = event.type === 'leg.ended' ? endOf(event) : deliver(event);
    const legs = 'native' in event ? [event.native] : [];
    for (const { event: sent, delayMs, order } of sendings) {
      events.send(legs, delayMs, order, () => {
        if (sent.type === 'effect.refused' && sent.native !== undefined) ground.foundNone(sent.native);
        else if (sent === event) ground.tell(told);
        else for (const other of ground.toldAs(sent, told)) ground.tell(other);
      });
    }
  };

  const endOf = (event: SwitchEvent & { readonly type: 'leg.ended' }): readonly Sending[] => {
    const known = endings.get(event.native);
    // What is the same as at first stays what it is.
    if (known !== undefined)
      return known.map((one) =>
        one.event.type === 'leg.ended' && one.event.cause === event.cause ? { ...one, event } : one,
      );
    const sendings = deliver(event);
    endings.set(event.native, sendings);
    if (endings.size > MOST_ENDINGS) for (const oldest of [...endings.keys()].slice(0, 1)) endings.delete(oldest);
    return sendings;
  };

  return {
    ask,
    tell,
    refusal(effect, reason) {
      if (isFaultless) return 'told';
      const about = 'native' in effect ? { native: effect.native } : { call: effect.call };
      const { op, type } = effect;
      const [sent] = deliver({ type: 'effect.refused', op, effect: type, reason, ...about, ...said });
      if (sent === undefined) return 'untold';
      return 'native' in about && sent.event.type === 'effect.refused' && sent.event.native === undefined
        ? 'withoutLeg'
        : 'told';
    },
    listed: (legs) => (isFaultless ? legs : work.list({ legs }).legs),
    timerMs: (ms) => (isFaultless ? ms : work.timerMs(ms)),
    stop() {
      isFaultless = true;
    },
    struck: work.struck,
  };
};
