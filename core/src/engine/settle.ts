import { assertNever } from '../vocabulary/index.ts';
import { decideAgent } from './agents.ts';
import { decideCall, decideOffer } from './calls.ts';
import { decideLeg } from './legs.ts';
import { decideSeat } from './seats.ts';
import type { Message, Step } from './step.ts';

const MOST_MESSAGES = 100_000;

/** Signals between machines, first in, first out, until all is quiet. */
export const settle = (step: Step): void => {
  for (let count = 0; step.first !== null; count += 1) {
    if (count > MOST_MESSAGES) throw new Error('bug: the machines keep talking to each other');
    const message = step.first;
    step.first = message.next;
    if (step.first === null) step.last = null;
    deliver(step, message);
  }
};

const deliver = (step: Step, message: Message): void => {
  switch (message.to) {
    case 'leg':
      decideLeg(step, message.whom, message.input);
      return;
    case 'call':
      decideCall(step, message.whom, message.input, message.aim);
      return;
    case 'offer':
      decideOffer(step, message.whom, message.aim);
      return;
    case 'seat':
      decideSeat(step, message.whom, message.input);
      return;
    case 'agent':
      decideAgent(step, message.whom, message.input);
      return;
    default:
      assertNever(message);
  }
};
