import type { NativeId, SwitchEffect } from '@legwork/core';
import type { Wire } from '../faults/index.ts';
import type { SimulatedSwitch } from './simulated-switch.ts';

export interface WireOptions {
  /** The switch: it is asked for only when a fault is at work, so that it can be made of what is at work. */
  readonly simulated: () => SimulatedSwitch;
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => void;
  readonly promptMs: (prompt: string, native: NativeId) => number;
  /** Is told of what the switch will do when nobody expects it. */
  readonly surprises?: (effect: SwitchEffect) => void;
}

/** Where faults reach into a simulated switch. */
export const wireOf = ({ simulated, now, later, promptMs, surprises = () => undefined }: WireOptions): Wire => ({
  now,
  later,
  promptMs,
  surprises,
  legs: () => simulated().legs(),
  leg: (native) => simulated().leg(native),
  isTapped: (native) => simulated().isTapped(native),
  says: (event) => simulated().say(event),
  answers: (effect) => simulated().answer(effect),
  does: (effect) => simulated().act(effect),
  hangsUp: (native) => void simulated().hangUp(native),
  get isConnected() {
    return simulated().isConnected;
  },
  loses: (ms, how) => {
    if (how === 'forgets') simulated().restart();
    else simulated().lose();
    later(ms, () => simulated().comeBack());
  },
});
