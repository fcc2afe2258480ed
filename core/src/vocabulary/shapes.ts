import { switchEffects } from './effects.ts';
import type { Actor, Destination } from './commands.ts';
import type { FoundLeg, ListedLeg, SwitchSnapshot } from './events.ts';
import type {
  AgentId,
  CallId,
  CommandId,
  EffectId,
  Endpoint,
  LegId,
  NativeId,
  QueueId,
  SeatId,
  SupervisorId,
  SwitchId,
  TimerId,
} from './ids.ts';
import type { Input, InputType } from './inputs.ts';
import { flag, label, list, nullable, oneOf, optional, pattern, record, text, variants } from './checks.ts';
import type { Fields } from './checks.ts';
import { bases, causes, modes, places, roles, scopes } from './words.ts';

const agent = label<AgentId>();
const call = label<CallId>();
const leg = label<LegId>();
const native = label<NativeId>();
const queue = label<QueueId>();
const supervisor = label<SupervisorId>();
const endpoint = label<Endpoint>();
const device = label<string>();
const mode = oneOf(modes);
const reason = text<string>(0, 200);
/** RFC 4733: the digits that a telephone can send. */
const digits = pattern('1 to 32 of 0-9 * # A-D', /^[0-9*#A-D]{1,32}$/);

const destination = variants<'kind', Destination>('kind', {
  agent: { agent },
  queue: { queue },
  number: { number: endpoint },
});

type Offer = NonNullable<ListedLeg['offered']>;
const snapshot = record<SwitchSnapshot>({
  legs: list(
    record<ListedLeg>({
      native,
      up: flag,
      at: oneOf(places),
      target: optional(native),
      mode: optional(mode),
      offered: optional(record<Offer>({ from: endpoint, to: endpoint })),
    }),
    0,
    100_000,
  ),
});

const found = list(
  record<FoundLeg>({
    native,
    role: oneOf(['customer', 'agent']),
    endpoint,
  }),
  1,
  4,
);

export const commandId = label<CommandId>();
export const actor = record<Actor>({ role: oneOf(roles), id: label<string>() });

const asked = { id: commandId, by: actor };
const ofCall = { ...asked, call };
const ofLeg = { ...asked, leg };
const ofSeat = { ...asked, seat: label<SeatId>() };
const ofAgent = { ...asked, agent };
const expecting = { expectedAgentLeg: optional(nullable(leg)) };

const observed = { switch: label<SwitchId>(), basis: oneOf(bases) };
const seenOfLeg = { ...observed, native };
const seenOfCall = { ...observed, call };

type Shapes = {
  readonly [Type in InputType]: Fields<Extract<Input, { readonly type: Type }>, 'type'>;
};

/** The fields of every input, each with what it may hold. An input that is missing here does not compile. */
export const shapes: Shapes = {
  'cmd.originate': {
    ...asked,
    to: endpoint,
    agent: optional(agent),
    hotline: optional(endpoint),
    queue: optional(queue),
    device: optional(device),
    clientRef: optional(label<string>()),
  },
  'cmd.answer': ofCall,
  'cmd.hold': ofCall,
  'cmd.resume': ofCall,
  'cmd.mute': ofLeg,
  'cmd.unmute': ofLeg,
  'cmd.digits': { ...ofLeg, digits },
  'cmd.transfer': { ...ofCall, ...expecting, to: destination },
  'cmd.consult': { ...ofCall, to: destination, ...expecting },
  'cmd.complete': ofCall,
  'cmd.cancel': ofCall,
  'cmd.addParty': { ...ofCall, to: destination },
  'cmd.drop': ofLeg,
  'cmd.park': ofCall,
  'cmd.pickUp': { ...ofCall, agent },
  'cmd.record': { ...ofCall, on: flag },
  'cmd.hangUp': ofCall,
  'cmd.claim': ofCall,

  'cmd.supervise': { ...ofCall, ...expecting, supervisor, mode, scope: oneOf(scopes), device: optional(device) },
  'cmd.switchMode': { ...ofSeat, mode },
  'cmd.leave': ofSeat,
  'cmd.takeover': { ...ofCall, ...expecting, supervisor, device: optional(device) },
  'cmd.stop': { ...ofCall, ...expecting },

  'cmd.logIn': ofAgent,
  'cmd.ready': ofAgent,
  'cmd.away': { ...ofAgent, reason },
  'cmd.wrapUp': ofAgent,
  'cmd.logOut': ofAgent,
  'cmd.forceAgent': { ...ofAgent, to: oneOf(['available', 'away', 'wrapUp', 'offline']), reason },

  // As large as the largest body that the API can be told to take.
  'cmd.activateFlow': { ...asked, flow: label<string>(), routing: text<string>(2, 16_777_216) },

  'leg.offered': { ...seenOfLeg, from: endpoint, to: endpoint },
  'leg.ringing': seenOfLeg,
  'leg.answered': seenOfLeg,
  'leg.placed': { ...seenOfLeg, at: oneOf(places), target: optional(native), mode: optional(mode) },
  'leg.muted': { ...seenOfLeg, on: flag },
  'leg.digits': { ...seenOfLeg, digits, sent: flag },
  'leg.played': { ...seenOfLeg, prompt: label<string>() },
  'leg.ended': { ...seenOfLeg, cause: oneOf(causes) },
  'record.started': seenOfCall,
  'record.stopped': seenOfCall,
  'call.found': { ...observed, legs: found },
  'call.claimed': seenOfCall,
  'effect.refused': {
    ...observed,
    op: label<EffectId>(),
    effect: oneOf(switchEffects),
    native: optional(native),
    call: optional(call),
    reason,
  },
  'switch.lost': observed,
  'switch.back': { ...observed, epoch: label<string>(), snapshot: nullable(snapshot) },

  'timer.fired': { timer: label<TimerId>() },
};
