import type { CallInput } from '../call/index.ts';
import { entryOf, queueOf } from '../flow/index.ts';
import {
  assertNever,
  type AgentCommand,
  type AgentId,
  type CallId,
  type Command,
  type CommandOf,
  type CommandType,
  type Destination,
  type Refusal,
  type SupervisorId,
} from '../vocabulary/index.ts';
import { activate } from './activate.ts';
import { allowedTo } from './allowed.ts';
import { decideAgent } from './agents.ts';
import { createCall, decideCall } from './calls.ts';
import { deviceOf } from './devices.ts';
import { decideLeg, isUp } from './legs.ts';
import { operationOf, refuse } from './operations.ts';
import { forbidden, reach } from './rights.ts';
import { decideSeat, openSeat } from './seats.ts';
import type { Agent, Aim, Call, Leg, Seat, Supervisor } from './state.ts';
import type { Step } from './step.ts';

/**
 * Commands: let through to the machine that decides, or refused here for what no single machine can know — that there is no such call,
 * that the agent is taken, that the supervisor is elsewhere, that the switch is out of reach.
 */
export const command = (step: Step, asked: Command): void => {
  const subject = subjectOf(step, asked);
  const operation = operationOf(asked, subject?.id ?? null);
  step.command = operation;
  const refusal = step.state.open.has(asked.id)
    ? ({ reason: 'conflict', with: 'command' } as const)
    : verdict(step, asked, subject);
  if (refusal !== null) refuse(step, operation, refusal, instead(step, asked, subject));
  else if (isUntaken(step)) throw new Error(`bug: nobody took ${asked.type} on`);
};

/** Whether the command is taken on: rights first, then whoever decides about it. A refusal has changed nothing. */
export const verdict = (step: Step, asked: Command, subject: Call | undefined): Refusal | null =>
  forbidden(step, asked, subject) ?? decide(step, asked);

/** What whoever was refused could ask of the call instead. */
const instead = (step: Step, { type, by }: Command, call: Call | undefined): readonly CommandType[] =>
  call === undefined ? [] : allowedTo(step, call, by).filter((one) => one !== type);

const isUntaken = (step: Step): boolean => step.command !== null;

/** The call that a command is about. */
export const subjectOf = (step: Step, asked: Command): Call | undefined => {
  const id = callIdOf(step, asked);
  return id === null ? undefined : step.state.calls.get(id);
};
const callIdOf = (step: Step, asked: Command): CallId | null => {
  if ('call' in asked) return asked.call;
  if ('leg' in asked) {
    const leg = step.state.legs.get(asked.leg);
    return leg?.owner.kind === 'call' ? leg.owner.call : null;
  }
  if ('seat' in asked) return step.state.seats.get(asked.seat)?.call ?? null;
  return null;
};

const decide = (step: Step, asked: Command): Refusal | null => {
  if (asked.type === 'cmd.originate') return originate(step, asked);
  if (asked.type === 'cmd.activateFlow') return activate(step, asked);
  if ('leg' in asked) return onLeg(step, asked);
  if ('seat' in asked) return onSeat(step, asked);
  if ('call' in asked) return onCall(step, asked);
  return withAgent(step, asked.agent, (agent) => decideAgent(step, agent, { type: presenceOf(asked) }));
};

const withAgent = (step: Step, id: AgentId, then: (agent: Agent) => Refusal | null): Refusal | null => {
  const agent = step.state.agents.get(id);
  return agent === undefined ? { reason: 'noSuchAgent' } : then(agent);
};

const presences = { available: 'cmd.ready', away: 'cmd.away', wrapUp: 'cmd.wrapUp', offline: 'cmd.logOut' } as const;
/** A supervisor puts an agent where the agent could have gone by command. */
const presenceOf = (asked: AgentCommand) => (asked.type === 'cmd.forceAgent' ? presences[asked.to] : asked.type);

const isFree = (agent: Agent): boolean => agent.state.at === 'available';

const originate = (step: Step, asked: CommandOf<'cmd.originate'>): Refusal | null => {
  const { switches } = step.config;
  const { routing } = step.state.flows.current;
  const queue = asked.queue === undefined ? null : queueOf(routing, asked.queue);
  if (asked.queue !== undefined && queue === null) return { reason: 'noSuchQueue' };
  if (asked.agent === undefined && (asked.hotline === undefined || entryOf(routing, asked.hotline) === null)) {
    return { reason: 'invalid', field: 'hotline', allowed: 'a hotline of the routing, or an agent' };
  }
  const agent = asked.agent === undefined ? undefined : step.state.agents.get(asked.agent);
  if (asked.agent !== undefined && agent === undefined) return { reason: 'noSuchAgent' };
  if (agent !== undefined && !isFree(agent)) return { reason: 'agentUnavailable' };
  const reachable = switches.find(({ id }) => !step.state.lost.has(id));
  if (reachable === undefined) return { reason: 'unconfirmed' };
  const { effects } = reachable.capabilities;
  if (effects.dial === 'unsupported') return { reason: 'unsupported', capability: 'dial' };
  // The number is rung when the agent is on the phone: somebody has to put the two together.
  if (agent !== undefined && effects.join === 'unsupported') return { reason: 'unsupported', capability: 'join' };
  const device = agent === undefined ? { at: null } : deviceOf(step.config, agent.id, asked.device);
  if ('reason' in device) return device;
  const call = createCall(step, {
    switch: reachable.id,
    direction: 'outbound',
    customer: asked.to,
    hotline: asked.hotline ?? null,
    queue,
    ours: true,
    device: device.at,
    clientRef: asked.clientRef,
  });
  if (step.command !== null) step.command = { ...step.command, call: call.id };
  if (agent === undefined) return decideCall(step, call, { type: 'sig.originated', first: 'customer' });
  return decideCall(step, call, { type: 'sig.originated', first: 'agent' }, { kind: 'agent', agent: agent.id });
};

const onLeg = (step: Step, asked: CommandOf<'cmd.mute' | 'cmd.unmute' | 'cmd.digits' | 'cmd.drop'>): Refusal | null => {
  const leg = step.state.legs.get(asked.leg);
  if (leg === undefined) return { reason: 'noSuchLeg' };
  const call = subjectOf(step, asked);
  if (call === undefined) {
    return step.state.lost.has(leg.switch) ? { reason: 'unconfirmed' } : ofSeatLeg(step, leg, asked);
  }
  const unreachable = reach(step, call, asked.type);
  if (unreachable !== null) return unreachable;
  if (asked.type === 'cmd.drop') return drop(step, call, leg);
  return onOwnLeg(step, leg, asked);
};

const ofSeatLeg = (
  step: Step,
  leg: Leg,
  asked: CommandOf<'cmd.mute' | 'cmd.unmute' | 'cmd.digits' | 'cmd.drop'>,
): Refusal | null =>
  asked.type === 'cmd.drop'
    ? { reason: 'invalid', field: 'leg', allowed: 'a leg of a call: a supervisor leaves by cmd.leave' }
    : onOwnLeg(step, leg, asked);

const onOwnLeg = (step: Step, leg: Leg, asked: CommandOf<'cmd.mute' | 'cmd.unmute' | 'cmd.digits'>): Refusal | null => {
  const capability = asked.type === 'cmd.digits' ? 'digits' : 'mute';
  const lacks = step.config.switches.some(
    ({ id, capabilities }) => id === leg.switch && capabilities.effects[capability] === 'unsupported',
  );
  if (lacks) return { reason: 'unsupported', capability };
  const before = leg.digits;
  if (asked.type === 'cmd.digits') leg.digits = asked.digits;
  const refusal = decideLeg(step, leg, { type: asked.type });
  if (refusal !== null) leg.digits = before;
  return refusal;
};

const drop = (step: Step, call: Call, leg: Leg): Refusal | null => {
  if (leg.owner.kind !== 'call' || leg.owner.slot === 'stray') return { reason: 'notNow' };
  return decideCall(step, call, { type: 'cmd.drop', slot: leg.owner.slot });
};

const onSeat = (step: Step, asked: CommandOf<'cmd.switchMode' | 'cmd.leave'>): Refusal | null => {
  const seat = step.state.seats.get(asked.seat);
  if (seat === undefined) return { reason: 'noSuchSeat' };
  if (step.state.lost.has(seat.switch)) return { reason: 'unconfirmed' };
  return decideSeat(
    step,
    seat,
    asked.type === 'cmd.leave' ? { type: asked.type } : { type: asked.type, mode: asked.mode },
  );
};

type OnCall = Extract<Command, { readonly call: CallId }>;

const onCall = (step: Step, asked: OnCall): Refusal | null => {
  const call = step.state.calls.get(asked.call);
  if (call === undefined) return { reason: 'noSuchCall' };
  const unreachable = reach(step, call, asked.type);
  if (unreachable !== null) return unreachable;
  if ('expectedAgentLeg' in asked && asked.expectedAgentLeg !== call.legs.agent) {
    return { reason: 'stale', expected: call.legs.agent ?? 'none' };
  }
  switch (asked.type) {
    case 'cmd.transfer':
    case 'cmd.consult':
    case 'cmd.addParty':
      return towards(step, call, asked, asked.to);
    case 'cmd.pickUp':
      return withAgent(step, asked.agent, (agent) =>
        isFree(agent)
          ? decideCall(step, call, { type: 'cmd.pickUp' }, { kind: 'agent', agent: agent.id })
          : { reason: 'agentUnavailable' },
      );
    case 'cmd.supervise':
      return withSupervisor(step, asked.supervisor, (supervisor) => supervise(step, call, supervisor, asked));
    case 'cmd.takeover':
      return withSupervisor(step, asked.supervisor, (supervisor) => takeOver(step, call, supervisor, asked));
    case 'cmd.record':
      return decideCall(step, call, { type: asked.type, on: asked.on });
    case 'cmd.answer':
    case 'cmd.hold':
    case 'cmd.resume':
    case 'cmd.complete':
    case 'cmd.cancel':
    case 'cmd.park':
    case 'cmd.hangUp':
    case 'cmd.claim':
    case 'cmd.stop':
      return decideCall(step, call, { type: asked.type });
    default:
      return assertNever(asked);
  }
};

const towards = (
  step: Step,
  call: Call,
  asked: CommandOf<'cmd.transfer' | 'cmd.consult' | 'cmd.addParty'>,
  to: Destination,
): Refusal | null => {
  const aim: Aim = to;
  const input: CallInput = asked.type === 'cmd.transfer' ? { type: asked.type, to: to.kind } : { type: asked.type };
  switch (to.kind) {
    case 'queue':
      if (asked.type !== 'cmd.transfer') return { reason: 'invalid', field: 'to', allowed: 'an agent or a number' };
      if (queueOf(step.state.flows.current.routing, to.queue) === null) return { reason: 'noSuchQueue' };
      return decideCall(step, call, input, aim);
    case 'agent':
      return withAgent(step, to.agent, (agent) =>
        isFree(agent) ? decideCall(step, call, input, aim) : { reason: 'agentUnavailable' },
      );
    case 'number':
      return decideCall(step, call, input, aim);
    default:
      return assertNever(to);
  }
};

const withSupervisor = (
  step: Step,
  id: SupervisorId,
  then: (supervisor: Supervisor) => Refusal | null,
): Refusal | null => {
  const supervisor = step.state.supervisors.get(id);
  return supervisor === undefined ? { reason: 'noSuchSupervisor' } : then(supervisor);
};

const talksHere = (call: Call, supervisor: Supervisor): boolean =>
  supervisor.leg !== null && supervisor.leg === call.legs.agent;

const supervise = (
  step: Step,
  call: Call,
  supervisor: Supervisor,
  { mode, scope, device: named }: CommandOf<'cmd.supervise'>,
): Refusal | null => {
  if (talksHere(call, supervisor)) return { reason: 'ownCall' };
  if (supervisor.seat !== null || supervisor.leg !== null) return { reason: 'supervisorBusy' };
  if (scope === 'agent' && call.party?.kind !== 'agent') return { reason: 'noAgent' };
  const device = deviceOf(step.config, supervisor.id, named);
  if ('reason' in device) return device;
  const refusal = decideCall(step, call, { type: 'cmd.supervise', mode });
  if (refusal === null) openSeat(step, { supervisor, call, mode, scope, device: device.at });
  return refusal;
};

const takeOver = (
  step: Step,
  call: Call,
  supervisor: Supervisor,
  { device: named }: CommandOf<'cmd.takeover'>,
): Refusal | null => {
  if (talksHere(call, supervisor)) return { reason: 'ownCall' };
  if (supervisor.leg !== null) return { reason: 'supervisorBusy' };
  const seat = supervisor.seat === null ? undefined : step.state.seats.get(supervisor.seat);
  if (seat !== undefined && seat.call !== call.id) return { reason: 'supervisorBusy' };
  const device = deviceOf(step.config, supervisor.id, named);
  if ('reason' in device) return device;
  const before = call.device;
  call.device = device.at;
  const refusal = decideCall(
    step,
    call,
    { type: 'cmd.takeover', seat: seat?.n ?? 0, seatIsReady: seat !== undefined && isReady(step, seat) },
    { kind: 'supervisor', supervisor: supervisor.id },
  );
  // Nobody is rung where it is refused, nor where the own seat takes over.
  if (refusal !== null || seat !== undefined) call.device = before;
  return refusal;
};

/** The supervisor's leg can be moved: it is up, and nothing else is being done with it. */
const isReady = (step: Step, seat: Seat): boolean => {
  const leg = seat.leg === null ? undefined : step.state.legs.get(seat.leg);
  return leg !== undefined && isUp(leg) && seat.state.at === 'present';
};
