import { call, type CallInput, type CallOut, type CallRecord, type MachineState } from '@legwork/core';

type State = MachineState<CallRecord>;
type Tell = (out: CallOut) => void;

const talking = 'life.open.talking.hold.open life.open.talking.handover.steady.idle recording.off';
const holding = 'life.open.talking.hold.holding life.open.talking.handover.steady.idle recording.off';
const held = 'life.open.talking.hold.held life.open.talking.handover.steady.idle recording.off';
const resuming = 'life.open.talking.hold.resuming life.open.talking.handover.steady.idle recording.off';
const dialling = 'life.open.talking.hold.open life.open.talking.handover.dialling recording.off';
const joining = 'life.open.talking.hold.open life.open.talking.handover.joining recording.off';
const releasing = 'life.open.talking.hold.open life.open.talking.handover.releasing recording.off';

export const born: State = { at: 'life.new recording.off', record: call.record };

/**
 * What somebody would write by hand who wanted these scripts and nothing else, and had the machine's rules in their head: a switch, new records
 * for changed ones, and no more questions than the scripts ask. It is a measure, not a machine: what is not in the scripts stays as it is.
 */
export const handWritten = (state: State, input: CallInput, tell: Tell): State => {
  const { record } = state;
  switch (state.at) {
    case 'life.new recording.off':
      if (input.type !== 'sig.offered') return state;
      if (input.answer) tell({ say: 'answer' });
      return { at: 'life.open.arriving recording.off', record: { ...record, customer: 'coming' } };

    case 'life.open.arriving recording.off':
      if (input.type !== 'customer.up') return state;
      tell({ say: 'route' });
      return { at: 'life.open.flow recording.off', record: { ...record, customer: 'up' } };

    case 'life.open.flow recording.off':
      if (input.type !== 'route.queue') return state;
      tell({ say: 'timer', timer: 'announce', on: false });
      tell({ say: 'place', slot: 'customer', at: 'treated' });
      tell({ say: 'acd', do: 'enqueue' });
      tell({ say: 'timer', timer: 'wait', on: true });
      tell({ say: 'timer', timer: 'place', on: true });
      return { at: 'life.open.queued recording.off', record: { ...record, requeues: true } };

    case 'life.open.queued recording.off':
      if (input.type === 'acd.agent') {
        leaveQueue(tell);
        tell({ say: 'dial', slot: 'agent' });
        tell({ say: 'timer', timer: 'place', on: true });
        return { at: 'life.open.offering recording.off', record: { ...record, agent: 'coming' } };
      }
      if (input.type === 'customer.placed') {
        return { at: state.at, record: { ...record, customer: input.at === 'none' ? 'up' : input.at } };
      }
      if (input.type === 'customer.gone') {
        leaveQueue(tell);
        tell({ say: 'self', signal: 'sig.recordingReset' });
        tell({ say: 'seats', signal: 'callGone' });
        tell({ say: 'closed' });
        return {
          at: 'life.closed recording.off',
          record: { ...record, customer: 'none', end: 'customerLeft', cause: input.cause },
        };
      }
      return state;

    case 'life.open.offering recording.off':
      if (input.type === 'customer.placed') {
        return { at: state.at, record: { ...record, customer: input.at === 'none' ? 'up' : input.at } };
      }
      if (input.type === 'agent.up') {
        tell({ say: 'timer', timer: 'place', on: false });
        tell({ say: 'place', slot: 'customer', at: 'main' });
        tell({ say: 'place', slot: 'agent', at: 'main' });
        tell({ say: 'timer', timer: 'place', on: true });
        return { at: 'life.open.connecting recording.off', record: { ...record, customer: 'up', agent: 'up' } };
      }
      return state;

    case 'life.open.connecting recording.off': {
      if (input.type !== 'customer.placed' && input.type !== 'agent.placed') return state;
      const slot = input.type === 'customer.placed' ? 'customer' : 'agent';
      const placed = { ...record, [slot]: input.at === 'none' ? 'up' : input.at };
      if (placed.customer !== 'main' || placed.agent !== 'main') return { at: state.at, record: placed };
      tell({ say: 'timer', timer: 'place', on: false });
      tell({ say: 'seats', signal: 'agentHere' });
      return { at: talking, record: placed };
    }

    case talking:
      if (input.type === 'cmd.resume') {
        tell({ say: 'refuse', refusal: { reason: 'notHeld' } });
        return state;
      }
      if (input.type === 'cmd.hold') {
        tell({ say: 'open', slot: 'hold' });
        tell({ say: 'place', slot: 'customer', at: 'treated' });
        tell({ say: 'timer', timer: 'hold', on: true });
        return { at: holding, record: { ...record, customer: 'up', holdOp: true, holdMoves: true } };
      }
      if (input.type === 'cmd.transfer') {
        tell({ say: 'timer', timer: 'place', on: false });
        tell({ say: 'open', slot: 'handover' });
        tell({ say: 'dial', slot: 'target' });
        return {
          at: dialling,
          record: { ...record, target: 'coming', handover: 'transfer', failing: 'none', handoverOp: true },
        };
      }
      if (input.type === 'customer.gone') {
        close(tell, 'callGone');
        tell({ say: 'hangUp', slot: 'agent' });
        return {
          at: 'life.closing recording.off',
          record: { ...record, customer: 'none', agent: 'dropping', end: 'customerLeft', cause: input.cause },
        };
      }
      if (input.type === 'agent.gone') {
        close(tell, 'agentLeft');
        tell({ say: 'hangUp', slot: 'customer' });
        return {
          at: 'life.closing recording.off',
          record: { ...record, customer: 'dropping', agent: 'none', end: 'agentLeft', cause: input.cause },
        };
      }
      return state;

    case holding:
      if (input.type !== 'customer.placed' || input.at !== 'treated') return state;
      holdIsSettled(tell);
      return { at: held, record: { ...record, customer: 'treated', holdMoves: false, holdOp: false } };

    case held:
      if (input.type !== 'cmd.resume') return state;
      tell({ say: 'open', slot: 'hold' });
      tell({ say: 'place', slot: 'customer', at: 'main' });
      tell({ say: 'timer', timer: 'hold', on: true });
      return { at: resuming, record: { ...record, customer: 'up', holdOp: true, holdMoves: true } };

    case resuming:
      if (input.type !== 'customer.placed' || input.at !== 'main') return state;
      holdIsSettled(tell);
      return { at: talking, record: { ...record, customer: 'main', holdMoves: false, holdOp: false } };

    case dialling:
      if (input.type !== 'target.up') return state;
      tell({ say: 'timer', timer: 'place', on: false });
      tell({ say: 'self', signal: 'sig.holdReset' });
      tell({ say: 'place', slot: 'customer', at: 'main' });
      tell({ say: 'place', slot: 'target', at: 'main', instead: 'agent' });
      tell({ say: 'timer', timer: 'place', on: true });
      return { at: joining, record: { ...record, customer: 'up', target: 'up' } };

    case joining: {
      if (input.type !== 'customer.placed' && input.type !== 'target.placed') return state;
      const slot = input.type === 'customer.placed' ? 'customer' : 'target';
      const placed = { ...record, [slot]: input.at === 'none' ? 'up' : input.at };
      if (placed.customer !== 'main' || placed.target !== 'main') return { at: state.at, record: placed };
      tell({ say: 'timer', timer: 'place', on: false });
      tell({ say: 'hangUp', slot: 'agent' });
      return { at: releasing, record: { ...placed, agent: 'dropping' } };
    }

    case releasing:
      if (input.type !== 'agent.gone') return state;
      tell({ say: 'timer', timer: 'place', on: false });
      tell({ say: 'become', from: 'target', to: 'agent' });
      tell({ say: 'resolve', slot: 'handover', outcome: 'done', cause: null });
      tell({ say: 'seats', signal: 'agentLeft' });
      tell({ say: 'seats', signal: 'agentHere' });
      return {
        at: talking,
        record: { ...record, agent: 'main', target: 'none', handover: 'none', handoverOp: false },
      };

    case 'life.closing recording.off': {
      if (input.type !== 'agent.gone' && input.type !== 'customer.gone') return state;
      const slot = input.type === 'agent.gone' ? 'agent' : 'customer';
      const left = { ...record, [slot]: 'none' };
      if (left.customer !== 'none' || left.agent !== 'none') return { at: state.at, record: left };
      tell({ say: 'closed' });
      return { at: 'life.closed recording.off', record: left };
    }

    default:
      return state;
  }
};

const leaveQueue = (tell: Tell): void => {
  tell({ say: 'acd', do: 'leave' });
  tell({ say: 'timer', timer: 'wait', on: false });
  tell({ say: 'timer', timer: 'place', on: false });
};

const holdIsSettled = (tell: Tell): void => {
  tell({ say: 'timer', timer: 'hold', on: false });
  tell({ say: 'resolve', slot: 'hold', outcome: 'done', cause: null });
};

const close = (tell: Tell, first: 'callGone' | 'agentLeft'): void => {
  tell({ say: 'timer', timer: 'place', on: false });
  tell({ say: 'timer', timer: 'claim', on: false });
  tell({ say: 'seats', signal: first });
  tell({ say: 'self', signal: 'sig.recordingReset' });
  tell({ say: 'seats', signal: 'callGone' });
};
