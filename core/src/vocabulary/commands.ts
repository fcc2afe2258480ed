import type { AgentId, CallId, CommandId, Endpoint, LegId, QueueId, SeatId, SupervisorId } from './ids.ts';
import type { Mode, Role, Scope } from './words.ts';

/** Who asks. The engine trusts it: whoever calls the engine has authenticated it. */
export interface Actor {
  readonly role: Role;
  /** The agent's or supervisor's id; a name for other roles. */
  readonly id: string;
}

/** Where a call can be sent. */
export type Destination =
  | { readonly kind: 'agent'; readonly agent: AgentId }
  | { readonly kind: 'queue'; readonly queue: QueueId }
  | { readonly kind: 'number'; readonly number: Endpoint };

/** Presence that an agent may ask for, and a supervisor may force. */
export type Presence = 'available' | 'away' | 'wrapUp' | 'offline';

interface Asked<Type extends string> {
  readonly type: Type;
  /** Names the command; a second one with the id of a command still open is refused. */
  readonly id: CommandId;
  readonly by: Actor;
}
interface OfCall<Type extends string> extends Asked<Type> {
  readonly call: CallId;
}
interface OfLeg<Type extends string> extends Asked<Type> {
  readonly leg: LegId;
}
interface OfSeat<Type extends string> extends Asked<Type> {
  readonly seat: SeatId;
}
/**
 * Commands that act on the agent of a call can name the agent's leg they mean, or null where they mean that there is none; if another sits
 * there by now they are refused as `stale`.
 */
interface Expecting {
  readonly expectedAgentLeg?: LegId | null;
}

/** Dial a number. With an agent: the agent first, then the number (click-to-call). Without: the number first, then the routing of `hotline`. */
interface Originate extends Asked<'cmd.originate'> {
  readonly to: Endpoint;
  readonly agent?: AgentId;
  readonly hotline?: Endpoint;
  /** The queue to fall back to where the agent is lost; without it the call closes. */
  readonly queue?: QueueId;
  /** Which of the agent's devices is rung; their endpoint, where nothing is said. */
  readonly device?: string;
  /** How whoever asks calls the call: told with its beginning and its record. */
  readonly clientRef?: string;
}
/** Answer a customer who is waiting on a hotline that answers on command only. */
type Answer = OfCall<'cmd.answer'>;
type Hold = OfCall<'cmd.hold'>;
type Resume = OfCall<'cmd.resume'>;
type Mute = OfLeg<'cmd.mute'>;
type Unmute = OfLeg<'cmd.unmute'>;
/** Send DTMF digits (RFC 4733: 0-9 * # A-D, 1 to 32 of them) to a leg. */
interface SendDigits extends OfLeg<'cmd.digits'> {
  readonly digits: string;
}
/** Send the customer elsewhere without asking the new party first (blind). From a supervisor it is a forced transfer: the agent is not asked either. */
interface Transfer extends OfCall<'cmd.transfer'>, Expecting {
  readonly to: Destination;
}
/** Attended transfer, first half: the customer is treated while the agent talks with the new party. */
interface Consult extends OfCall<'cmd.consult'>, Expecting {
  readonly to: Destination;
}
/** Attended transfer, second half: the customer goes to the new party and the agent leaves. */
type Complete = OfCall<'cmd.complete'>;
/** Give up the handover that is under way; customer and agent talk again. */
type Cancel = OfCall<'cmd.cancel'>;
/** Bring one more party into the conversation. */
interface AddParty extends OfCall<'cmd.addParty'> {
  readonly to: Destination;
}
/** Drop one party. The customer cannot be dropped: that is `stop`. */
type Drop = OfLeg<'cmd.drop'>;
/** The agent leaves, the customer is treated until somebody picks the call up. */
type Park = OfCall<'cmd.park'>;
/** An agent takes a waiting or parked call out of turn. */
interface PickUp extends OfCall<'cmd.pickUp'> {
  readonly agent: AgentId;
}
interface RecordCall extends OfCall<'cmd.record'> {
  readonly on: boolean;
}
/** End the call, as the agent or a program that owns it does. */
type HangUp = OfCall<'cmd.hangUp'>;
/** Take control of a call that Legwork did not start. */
type Claim = OfCall<'cmd.claim'>;

/** Be present at a call. */
interface Supervise extends OfCall<'cmd.supervise'>, Expecting {
  readonly supervisor: SupervisorId;
  readonly mode: Mode;
  readonly scope: Scope;
  /** Which of the supervisor's devices is rung; their endpoint, where nothing is said. */
  readonly device?: string;
}
interface SwitchMode extends OfSeat<'cmd.switchMode'> {
  readonly mode: Mode;
}
type Leave = OfSeat<'cmd.leave'>;
/** The agent is disconnected, the supervisor talks with the customer. */
interface Takeover extends OfCall<'cmd.takeover'>, Expecting {
  readonly supervisor: SupervisorId;
  /** Which of the supervisor's devices is rung, where they are not present already. */
  readonly device?: string;
}
/** Agent and customer are both disconnected. */
interface Stop extends OfCall<'cmd.stop'>, Expecting {}

interface OfAgent<Type extends string> extends Asked<Type> {
  readonly agent: AgentId;
}
type LogIn = OfAgent<'cmd.logIn'>;
type Ready = OfAgent<'cmd.ready'>;
interface Away extends OfAgent<'cmd.away'> {
  readonly reason: string;
}
/** After-call work without a call, or more of it. */
type WrapUp = OfAgent<'cmd.wrapUp'>;
type LogOut = OfAgent<'cmd.logOut'>;
/** A supervisor sets an agent's presence; a call under way is finished first. */
interface ForceAgent extends OfAgent<'cmd.forceAgent'> {
  readonly to: Presence;
  readonly reason: string;
}

/** Whoever comes in from now on goes by this flow. Calls that are under way keep the one that they came in by. */
interface ActivateFlow extends Asked<'cmd.activateFlow'> {
  /** How whoever keeps flows calls it. */
  readonly flow: string;
  /** Its routing, as JSON that `loadRouting` takes. */
  readonly routing: string;
}

export type CallCommand =
  | Answer
  | Hold
  | Resume
  | Transfer
  | Consult
  | Complete
  | Cancel
  | AddParty
  | Park
  | PickUp
  | RecordCall
  | HangUp
  | Claim
  | Supervise
  | Takeover
  | Stop;
export type LegCommand = Mute | Unmute | SendDigits | Drop;
export type SeatCommand = SwitchMode | Leave;
export type AgentCommand = LogIn | Ready | Away | WrapUp | LogOut | ForceAgent;
export type Command = Originate | CallCommand | LegCommand | SeatCommand | AgentCommand | ActivateFlow;
export type CommandType = Command['type'];
/** One command by its type. */
export type CommandOf<Type extends CommandType> = Extract<Command, { readonly type: Type }>;

/** Commands that intrude on somebody else's call or presence, or change the way of all calls. Each gives exactly one output for the audit, refused or not. */
const always: ReadonlySet<CommandType> = new Set<CommandType>([
  'cmd.supervise',
  'cmd.switchMode',
  'cmd.leave',
  'cmd.takeover',
  'cmd.stop',
  'cmd.claim',
  'cmd.forceAgent',
  'cmd.activateFlow',
]);
const whenForced: ReadonlySet<CommandType> = new Set<CommandType>(['cmd.transfer', 'cmd.drop']);

/** True for every supervisor command, and for a transfer or a drop that somebody other than an agent asks for. */
export const isPrivileged = ({ type, by }: Pick<Command, 'type' | 'by'>): boolean =>
  always.has(type) || (whenForced.has(type) && by.role !== 'agent');
