import type { Capability, Slot } from '../vocabulary/index.ts';
import { bitOf, maxSeats, type CallInput, type CallRecord, type Handover, type SlotState } from './vocabulary.ts';

/** The leg is up, wherever it is placed, and nobody has asked it to end. */
export const isHere = (slot: SlotState): boolean =>
  slot === 'up' || slot === 'main' || slot === 'side' || slot === 'treated';

export type Whither = 'main' | 'side' | 'treated';
/** What the switch cannot do is not asked of it. Without `join` it puts those together whom it connects. */
export const canPlace = ({ lacks }: CallRecord, at: Whither): boolean =>
  (lacks & bitOf(at === 'treated' ? 'treat' : 'join')) === 0;

/** The switch let go of somebody, and nobody asked it to. */
const adrift = (call: CallRecord, input: CallInput): boolean => call.ours && 'at' in input && input.at === 'none';
/** The customer is the agent's, until a handover is done. */
const belongTogether = (call: CallRecord): boolean => isHere(call.agent) && call.handover !== 'consult';
const areSettled = ({ agent, customer, holdMoves }: CallRecord): boolean =>
  agent === 'main' && (customer !== 'up' || holdMoves);

/** The questions that a call's transitions ask. They look at the record and the input, never at another region's state. */
export const guards = {
  here: (call: CallRecord, _input: CallInput, { slot }: { readonly slot: Slot }) => isHere(call[slot]),
  none: (call: CallRecord, _input: CallInput, { slot }: { readonly slot: Slot }) => call[slot] === 'none',
  bothIn: (
    call: CallRecord,
    _input: CallInput,
    { slots: [one, other], at }: { readonly slots: readonly [Slot, Slot]; readonly at: 'main' | 'side' },
  ) => call[one] === at && call[other] === at,
  placed: (call: CallRecord, _input: CallInput, { at }: { readonly at: 'main' | 'treated' }) => call.customer === at,
  /** The customer is back, and so is the agent, as far as there is one. */
  isResumed: (call: CallRecord) => call.customer === 'main' && call.agent !== 'up',
  isTreatedIfPossible: (call: CallRecord) => call.customer === 'treated' || !canPlace(call, 'treated'),
  everyLegIsGone: (call: CallRecord) =>
    call.customer === 'none' &&
    call.agent === 'none' &&
    call.target === 'none' &&
    call.guest === 'none' &&
    call.strays === 0,

  lacks: (call: CallRecord, _input: CallInput, { capability }: { readonly capability: Capability }) =>
    (call.lacks & bitOf(capability)) !== 0,
  /** The switch neither dials the next party first nor moves the customer by itself. */
  movesNobody: ({ lacks }: CallRecord) => (lacks & bitOf('dialFirst')) !== 0 && (lacks & bitOf('redirect')) !== 0,
  lacksMode: (call: CallRecord, input: CallInput, { mode }: { readonly mode: 'monitor' | 'whisper' | 'barge' }) =>
    input.type === 'cmd.supervise' && (input.mode === mode || mode === 'monitor') && (call.lacks & bitOf(mode)) !== 0,
  ours: (call: CallRecord) => call.ours,
  requeues: (call: CallRecord) => call.requeues,
  wasParked: (call: CallRecord) => call.wasParked,
  offersNumber: (call: CallRecord) => call.offersNumber,
  nobodyTalks: (call: CallRecord) => !isHere(call.customer) || !isHere(call.agent),
  isOver: (call: CallRecord) => call.end !== 'none',

  taken: (call: CallRecord, _input: CallInput, { slot }: { readonly slot: Slot }) => call[slot] !== 'none',
  outAndHanding: (call: CallRecord, _input: CallInput, { over }: { readonly over: Handover }) =>
    call.agent === 'none' && call.handover === over,
  agentIsLost: (call: CallRecord, _input: CallInput, { requeues }: { readonly requeues: boolean }) =>
    call.agent === 'none' && call.requeues === requeues,
  /** The new party has joined a conversation that nobody leaves, and that the agent has not left. */
  added: (call: CallRecord) =>
    call.handover === 'add' && isHere(call.agent) && call.customer === 'main' && call.target === 'main',
  consultsAgent: (call: CallRecord) => call.handover === 'consult' && isHere(call.agent),
  toQueueUntreated: (call: CallRecord, input: CallInput) =>
    input.type === 'cmd.transfer' && input.to === 'queue' && (call.lacks & bitOf('treat')) !== 0,
  handsOver: (call: CallRecord) => call.handover !== 'none',
  holdMoves: (call: CallRecord) => call.holdMoves,
  guestHasCustomer: (call: CallRecord) => call.guest === 'main' && call.customer === 'main',
  lifeIsOpen: (call: CallRecord) => call.lifeOp,
  /** Somebody who is heard by all can take the agent's place; other people's calls are left to themselves. */
  hasBarger: (call: CallRecord) => call.ours && call.bargers.length > 0 && (call.lacks & bitOf('join')) === 0,
  seatsAreTaken: (call: CallRecord) => call.seats >= maxSeats,
  ownSeatMoves: (_call: CallRecord, input: CallInput) =>
    input.type === 'cmd.takeover' && input.seat !== 0 && !input.seatIsReady,
  ownSeat: (_call: CallRecord, input: CallInput) => input.type === 'cmd.takeover' && input.seat !== 0,
  toQueue: (_call: CallRecord, input: CallInput) => input.type === 'cmd.transfer' && input.to === 'queue',
  dropsCustomer: (_call: CallRecord, input: CallInput) => input.type === 'cmd.drop' && input.slot === 'customer',
  drops: (call: CallRecord, _input: CallInput, { slot }: { readonly slot: Slot }) => call.dropped === slot,
  answersAtOnce: (_call: CallRecord, input: CallInput) => input.type === 'sig.offered' && input.answer,
  agentFirst: (_call: CallRecord, input: CallInput) => input.type === 'sig.originated' && input.first === 'agent',
  belongTogether,
  /** Customer and agent are where they were: what fails now concerns nobody else. A hold brings them back by itself. */
  stillTogether: (call: CallRecord) => belongTogether(call) && areSettled(call),
  /** The switch let go of the customer while the third party was dropped. */
  dropsGuestAdrift: (call: CallRecord) => call.dropped === 'guest' && !areSettled(call),
  leftNormally: (call: CallRecord, input: CallInput) =>
    input.type === 'agent.gone' && input.cause === 'normal' && call.handover !== 'drop',
  adrift,
  adriftFromAgent: (call: CallRecord, input: CallInput) => adrift(call, input) && belongTogether(call),
  /** A customer who is held, or on their way somewhere, needs nobody beside them. */
  adriftFromCustomer: (call: CallRecord, input: CallInput) =>
    adrift(call, input) && belongTogether(call) && call.customer === 'main',
  /** The customer is not with whom they are handed to, wherever the switch has put them. */
  adriftFromTarget: (call: CallRecord, input: CallInput) =>
    call.ours && 'at' in input && input.at !== 'main' && isHere(call.target),
  blind: (call: CallRecord) => call.blind,
  asksToStop: (_call: CallRecord, input: CallInput) => input.type === 'cmd.record' && !input.on,
  asksToRecord: (_call: CallRecord, input: CallInput) => input.type === 'cmd.record' && input.on,
};
