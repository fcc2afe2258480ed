import { assertNever } from '../vocabulary/index.ts';
import { decideAgent } from './agents.ts';
import { decideCall, decideOffer } from './calls.ts';
import { decideLeg } from './legs.ts';
import { decideSeat } from './seats.ts';
import type { Message, Step } from './step.ts';

/** Signals between machines, first in, first out, until all is quiet. */
export const settle = (step: Step): void => {
  const { messages } = step;
  const most = step.delivered + 100_000;
  while (step.delivered < messages.length) {
    const message = messages[step.delivered] as Message;
    step.delivered += 1;
    deliver(step, message);
    if (step.delivered > most) throw new Error('bug: the machines keep talking to each other');
  }
};

const deliver = (step: Step, message: Message): void => {
  switch (message.to) {
    case 'leg':
      decideLeg(step, message.leg, message.input);
      return;
    case 'call':
      if (message.input.type === 'acd.agent') decideOffer(step, message.call, message.aim);
      else decideCall(step, message.call, message.input, message.aim);
      return;
    case 'seat':
      decideSeat(step, message.seat, message.input);
      return;
    case 'agent':
      decideAgent(step, message.agent, message.input);
      return;
    default:
      assertNever(message);
  }
};
