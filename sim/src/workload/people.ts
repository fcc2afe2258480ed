import type { Fact } from '@legwork/core';
import { letThemWork } from './agents.ts';
import { letThemCall, type Callers } from './callers.ts';
import type { DayPlan } from './plan.ts';
import { setStage, type Floor } from './stage.ts';
import { letThemSupervise } from './supervisors.ts';

/** Everybody of a plan, at work in a contact centre. */
export interface People {
  readonly callers: Callers;
  /** Tells them what has become true: they act upon nothing else. */
  hear(fact: Fact): void;
  /** The time in ms since midnight. */
  readonly clockMs: () => number;
}

/** Opens the doors: callers, agents and supervisors of the plan are on their way. */
export function letThemIn(plan: DayPlan, floor: Floor): People {
  const stage = setStage(plan, floor);
  const callers = letThemCall(stage);
  const listeners = [callers, letThemWork(stage, callers), letThemSupervise(stage, callers), stage];
  return {
    callers,
    clockMs: stage.clockMs,
    hear(fact) {
      for (const listener of listeners) listener.hear(fact);
    },
  };
}
