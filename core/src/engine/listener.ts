import type { Fact, Output, SwitchEffect, TimerId } from '../vocabulary/index.ts';

/** Whoever is told what the engine says, at once and in order. An input that it leads to has to wait until the step is over. */
export interface Listener {
  fact(fact: Fact): void;
  effect(effect: SwitchEffect): void;
  startTimer(timer: TimerId, ms: number): void;
  stopTimer(timer: TimerId): void;
}

/** Writes down what it is told. */
export class Notes implements Listener {
  readonly outputs: Output[] = [];

  fact(fact: Fact): void {
    this.outputs.push(fact);
  }
  effect(effect: SwitchEffect): void {
    this.outputs.push(effect);
  }
  startTimer(timer: TimerId, ms: number): void {
    this.outputs.push({ type: 'startTimer', timer, ms });
  }
  stopTimer(timer: TimerId): void {
    this.outputs.push({ type: 'stopTimer', timer });
  }
}
