import type { AgentInput } from '../agent/index.ts';
import type { CallInput } from '../call/index.ts';
import type { LegInput } from '../leg/index.ts';
import { causes, slots, type Slot } from '../vocabulary/index.ts';

/** What machines are told again and again: one object each, made once and frozen, which a decider that remembers knows without reading it. */

const once = <Input extends object>(input: Input): Readonly<Input> => Object.freeze(input);
type By<Word extends string, Made> = { readonly [Key in Word]: Made };
const each = <Word extends string, Made>(words: readonly Word[], make: (word: Word) => Made): By<Word, Made> =>
  Object.fromEntries(words.map((word) => [word, make(word)])) as By<Word, Made>;

const hangUps = each(causes, (cause): LegInput => once({ type: 'sig.hangUp', cause }));
const ends = each(causes, (cause): LegInput => once({ type: 'leg.ended', cause }));
const places = each(['none', 'main', 'side', 'treated'], (at): LegInput =>
  once<LegInput>({ type: 'leg.placed', at, tapped: 0, mode: 'none' }),
);

export const toLeg = {
  dial: once<LegInput>({ type: 'sig.dial' }),
  redirect: once<LegInput>({ type: 'sig.redirect' }),
  offer: once<LegInput>({ type: 'sig.offer' }),
  found: once<LegInput>({ type: 'sig.found' }),
  answer: once<LegInput>({ type: 'sig.answer' }),
  asked: once<LegInput>({ type: 'sig.asked' }),
  hangUp: hangUps,
  ringing: once<LegInput>({ type: 'leg.ringing' }),
  answered: once<LegInput>({ type: 'leg.answered' }),
  played: once<LegInput>({ type: 'leg.played' }),
  digits: once<LegInput>({ type: 'leg.digits' }),
  placed: places,
  ended: ends,
} as const;

const whereabouts = ['none', 'main', 'side', 'treated'] as const;
const ofSlot = <Made>(make: (slot: Slot) => Made): By<Slot, Made> => each(slots, make);

export const toCall = {
  up: ofSlot((slot): CallInput => once({ type: `${slot}.up` })),
  placed: ofSlot((slot) => each(whereabouts, (at): CallInput => once({ type: `${slot}.placed`, at }))),
  gone: ofSlot((slot) => each(causes, (cause): CallInput => once({ type: `${slot}.gone`, cause }))),
  strayGone: once<CallInput>({ type: 'stray.gone' }),
  played: once<CallInput>({ type: 'customer.played' }),
  offered: once<CallInput>({ type: 'sig.offered', answer: false }),
  offeredAndAnswered: once<CallInput>({ type: 'sig.offered', answer: true }),
  agentIsFree: once<CallInput>({ type: 'acd.agent' }),
  queue: once<CallInput>({ type: 'route.queue' }),
  announce: once<CallInput>({ type: 'route.announce' }),
  number: once<CallInput>({ type: 'route.number' }),
} as const;

export const toAgent = {
  reserve: once<AgentInput>({ type: 'sig.reserve' }),
  answered: once<AgentInput>({ type: 'sig.answered' }),
  missed: once<AgentInput>({ type: 'sig.missed' }),
  calledOff: once<AgentInput>({ type: 'sig.calledOff' }),
  over: once<AgentInput>({ type: 'sig.over', wrapsUp: false }),
  overAndWrapsUp: once<AgentInput>({ type: 'sig.over', wrapsUp: true }),
} as const;
