import type { AgentInput, AgentOut } from '../agent/index.ts';
import { assertNever, type AgentState, type CallId, type Refusal } from '../vocabulary/index.ts';
import { isFirst, lastTakenOn, resolve, takeOn } from './operations.ts';
import type { Agent } from './state.ts';
import { publish, tellOffer, tellSeat, type Step } from './step.ts';
import { startTimer, stopTimer } from './timers.ts';

/** Agents: their machines, and the ACD that picks among them. */

const agentStateOf = (agent: Agent): AgentState => agent.state.at as AgentState;

/** Give an agent's machine an input. */
export const decideAgent = (step: Step, agent: Agent, input: AgentInput): Refusal | null => {
  const decision = step.deciders.agent.decide(agent.state, input);
  if (decision.kind === 'refusal') return decision.refusal;
  if (decision.kind === 'ignored') {
    step.state.counters.ignored += 1;
    return null;
  }
  const before = agent.state.at;
  agent.state = decision.state;
  // Whoever was asked for a reason has it before the world is told of the new state; whoever is free is offered calls after that.
  const { outs } = decision;
  for (const out of outs) if (out.say === 'reason') setReason(step, agent, out.reason);
  const last = lastTakenOn(step, outs);
  for (let n = 0; n <= last; n += 1) {
    const out = outs[n] as AgentOut;
    if (isFirst(out, n, last)) perform(step, agent, out);
  }
  if (agent.state.at !== before || input.type === 'cmd.away') publishAgent(step, agent);
  for (let n = 0; n < outs.length; n += 1) {
    const out = outs[n] as AgentOut;
    if (!isFirst(out, n, last)) perform(step, agent, out);
  }
  return null;
};

const setReason = (step: Step, agent: Agent, reason: 'asAsked' | 'missed' | 'loggedIn' | 'none'): void => {
  if (reason === 'none') agent.reason = null;
  else agent.reason = reason === 'asAsked' ? (step.command?.reason ?? null) : reason;
};

const perform = (step: Step, agent: Agent, out: AgentOut): void => {
  switch (out.say) {
    case 'timer':
      if (out.on) {
        const ms = agent.wrapUpMs > 0 ? agent.wrapUpMs : step.config.policy.wrapUpMs;
        startTimer(step, agent.timers, agent.id, out.timer, ms);
        return;
      }
      stopTimer(step, agent.timers, out.timer);
      // The work after the call is over: what is asked for from now on lasts as long as anybody's.
      agent.wrapUpMs = 0;
      return;
    case 'free':
      step.state.acd.idle(agent.id, step.at);
      offerNext(step, agent);
      return;
    case 'taken':
      step.state.acd.busy(agent.id);
      return;
    case 'loggedOut':
      for (const seat of step.state.seats.values()) {
        if (seat.agent === agent.id) tellSeat(step, seat, { type: 'agent.loggedOut' });
      }
      return;
    case 'open':
      agent.op = takeOn(step);
      return;
    case 'resolve': {
      const command = agent.op;
      agent.op = null;
      if (command !== null) resolve(step, command, out.outcome, null);
      return;
    }
    case 'reason':
    case 'refuse':
      return;
    default:
      assertNever(out);
  }
};

/** Offer the agent the call that comes first for them, of those whose switches can be reached: elsewhere nobody can be rung. */
export const offerNext = (step: Step, agent: Agent): void => {
  const { acd, calls, lost } = step.state;
  const isInReach = (id: CallId): boolean => {
    const call = calls.get(id);
    return call !== undefined && !lost.has(call.switch);
  };
  const waiting = lost.size === 0 ? acd.callFor(agent.id) : acd.callFor(agent.id, isInReach);
  const call = waiting === null ? undefined : calls.get(waiting);
  if (call !== undefined) tellOffer(step, call, agent.id);
};

/** Everybody who is idle is offered the call that comes first for them, whoever is idle longest before the others. */
export const offerAnew = (step: Step): void => {
  for (const { agent: id } of step.state.acd.snapshot().idle) {
    const agent = step.state.agents.get(id);
    if (agent !== undefined) offerNext(step, agent);
  }
};

const publishAgent = (step: Step, agent: Agent): void => {
  publish(step, {
    type: 'agent.changed',
    agent: agent.id,
    state: agentStateOf(agent),
    reason: agent.reason,
    call: agent.call,
    at: step.at,
  });
};
