import type { Command } from './commands.ts';
import type { SwitchEvent } from './events.ts';
import type { Effect } from './effects.ts';
import type { Fact } from './facts.ts';
import type { TimerId } from './ids.ts';

interface TimerFired {
  readonly type: 'timer.fired';
  readonly timer: TimerId;
}

/** Everything that can happen to the engine: somebody asks, a switch observes, a timer fires. */
export type Input = Command | SwitchEvent | TimerFired;
export type InputType = Input['type'];

/** What one step of the engine gives back, in order. */
export type Output = Effect | Fact;
