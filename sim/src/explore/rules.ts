import {
  forbidden,
  isPrivileged,
  recorderMayHear,
  regionsOf,
  type Call,
  type Command,
  type Engine,
  type EngineConfig,
  type EngineState,
  type Input,
  type Output,
  type Seat,
} from '@legwork/core';
import { unlikeTheirLeg } from '../invariants/agents-free.ts';
import { tooLoud } from '../invariants/audience.ts';
import { tells } from '../invariants/one-handover.ts';
import { deadlineOf, isNowhere } from '../invariants/placed.ts';
import { isQuiet } from '../invariants/whisper.ts';

/**
 * What has to hold of the engine in each of its states, whatever the switch does: of the ten invariants that which one state, or one step, tells; the
 * questions are the invariants' own. Each problem begins with the number of its invariant.
 */
export const problemsIn = (engine: Engine, config: EngineConfig): readonly string[] => {
  const { state } = engine;
  const problems: string[] = [];
  const check = (holds: boolean, problem: () => string): void => {
    if (!holds) problems.push(problem());
  };
  const traits = config.switches[0]?.capabilities.traits;
  for (const call of state.calls.values()) {
    const ears = engine.ears(call.id);
    if (traits !== undefined) {
      const overheard = forbidden(ears, traits);
      check(
        overheard.length === 0,
        () => `2: ${overheard.map(({ listener, speaker }) => `${listener} may hear ${speaker}`).join(', ')}`,
      );
    }
    const isRecorded = recorderMayHear(ears);
    for (const ear of ears) check(!isQuiet(ear) || !isRecorded(ear.leg), () => `3: the recorder may hear ${ear.leg}`);
    const owned = Object.values(call.legs).filter((leg) => leg !== null).length + call.strays.length;
    check(owned > 0, () => '1: the call is open, and has no leg');
    check(call.strays.length === call.state.record.strays, () => '1: the strays are miscounted');
    for (const [slot, leg] of Object.entries(call.legs)) {
      const is = call.state.record[slot as keyof typeof call.legs];
      check((leg === null) === (is === 'none'), () => `1: the ${slot} is ${is}, and ${leg ?? 'nobody'} is there`);
    }
    check(
      isLookedAfter(call),
      () => `5: nobody looks after the customer, who is placed nowhere, while ${phaseOf(call)}`,
    );
  }
  const inSlots = [
    ...[...state.calls.values()].flatMap(({ ops }) => Object.values(ops).filter((one) => one !== undefined)),
    ...[...state.legs.values()].flatMap(({ ops }) => Object.values(ops).filter((one) => one !== undefined)),
    ...[...state.seats.values()].flatMap(({ op }) => (op === null ? [] : [op])),
    ...[...state.agents.values()].flatMap(({ op }) => (op === null ? [] : [op])),
  ];
  check(
    inSlots.length === state.open.size,
    () => `6: ${state.open.size} commands are open, and ${inSlots.length} will be resolved`,
  );
  for (const agent of state.agents.values()) {
    const problem = unlikeTheirLeg(agent, state);
    check(problem === null, () => `9: ${problem ?? ''}`);
  }
  for (const seat of state.seats.values()) {
    const isOver = seat.call === null && seat.scope === 'call' && seat.state.at !== 'leaving';
    check(!isOver, () => `1: ${seat.id} is ${seat.state.at}, and its call is over`);
    check(seat.state.at !== 'parked' || isHushed(state, seat), () => `2: ${seat.id} is parked, and may be heard`);
  }
  for (const leg of state.legs.values()) {
    const { owner } = leg;
    const isOwned = owner.kind === 'seat' ? state.seats.has(owner.seat) : state.calls.has(owner.call);
    check(isOwned, () => `1: ${leg.id} has outlived its owner`);
  }
  return problems;
};

/** Of what was asked of the seat's leg and is not settled, the last is silent. */
const isHushed = (state: EngineState, { leg: id }: Seat): boolean => {
  const asks = id === null ? undefined : state.legs.get(id)?.asks;
  const mode = asks?.findLast(({ placement }) => placement !== null)?.placement?.mode;
  return mode !== 'whisper' && mode !== 'barge';
};

const phaseOf = ({ state: { at } }: Call): string => {
  const { state, hold, handover } = regionsOf(at);
  return state === 'talking' ? `${state} ${hold} ${handover}` : state;
};

/** A timer runs as long as the customer is up and placed nowhere. Nobody is left in a conversation alone. */
const isLookedAfter = (call: Call): boolean => {
  const { state: phase, handover } = regionsOf(call.state.at);
  if (phase === 'talking' && handover === 'idle' && call.state.record.agent === 'none') return false;
  return !isNowhere(call) || deadlineOf(call) !== undefined;
};

const isCommand = (input: Input): input is Command => input.type.startsWith('cmd.');
/** What has to hold of each step: `state` is the one after it. */
export const problemsOf = (input: Input, outputs: readonly Output[], state: EngineState): readonly string[] => {
  const problems: string[] = [];
  const check = (holds: boolean, problem: () => string): void => {
    if (!holds) problems.push(problem());
  };
  for (const output of outputs) {
    if (output.type !== 'tap') continue;
    const problem = tooLoud(output, state);
    check(problem === null, () => `2: ${problem ?? ''}`);
  }
  let answers = 0;
  const audits = outputs.filter(({ type }) => type === 'audit').length;
  let due = 0;
  for (const output of outputs) {
    if (output.type === 'command.accepted') answers += 1;
    if (output.type !== 'command.resolved') continue;
    if (output.outcome === 'refused') {
      answers += 1;
      const call = output.call === null ? undefined : state.calls.get(output.call);
      const { state: phase, handover } = regionsOf(call?.state.at ?? '');
      const isSecond = output.what === 'cmd.takeover' && phase === 'talking' && handover !== 'idle';
      const reason = output.refusal?.reason ?? '';
      check(!isSecond || tells.has(reason), () => `4: a takeover came second, and was refused as ${reason}`);
    }
    const isAudited = outputs.some((other) => other.type === 'audit' && other.command === output.command);
    if (isPrivileged({ type: output.what, by: byOf(input, output.what) })) {
      due += 1;
      check(isAudited, () => `8: ${output.what} was not audited`);
    }
    if (output.what === 'cmd.takeover' && output.outcome === 'done') takenOver(state, check);
  }
  check(audits === due, () => `8: ${audits} records for the audit, and ${due} commands to record`);
  const expected = isCommand(input) ? 1 : 0;
  check(answers === expected, () => `6: ${input.type} was answered ${answers} times`);
  return problems;
};

/** All that is explored is asked by services and supervisors: never by an agent. */
const byOf = (input: Input, what: Command['type']): Command['by'] =>
  isCommand(input) && input.type === what ? input.by : { role: 'service', id: 'explorer' };

const takenOver = (state: EngineState, check: (holds: boolean, problem: () => string) => void): void => {
  const call = [...state.calls.values()][0];
  if (call === undefined) return;
  const customer = call.legs.customer === null ? undefined : state.legs.get(call.legs.customer);
  const agent = call.legs.agent === null ? undefined : state.legs.get(call.legs.agent);
  check(agent?.party?.kind === 'supervisor', () => '3: a takeover is done, and the supervisor does not have the call');
  const areTogether = [customer, agent].every((leg) => leg?.state.record.place === 'main');
  check(areTogether, () => '3: a takeover is done, and the two are not in one mix');
};
