import { assertNever } from '../vocabulary/index.ts';
import { decideAgent } from './agents.ts';
import { decideCall, decideOffer } from './calls.ts';
import { decideLeg } from './legs.ts';
import { decideSeat } from './seats.ts';
import type { Message, Step } from './step.ts';

/** Signals between machines, first in, first out, until all is quiet. */
export const settle = (step: Step): void => {
  const { messages } = step;
  for (let n = 0; n < messages.length; n += 1) {
    const message = messages[n];
    if (message !== undefined) deliver(step, message);
    if (n > 100_000) throw new Error('bug: the machines keep talking to each other');
  }
  messages.length = 0;
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
