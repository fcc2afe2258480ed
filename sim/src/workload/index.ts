export { openDay } from './day.ts';
export type { Day } from './day.ts';
export type { Weekday } from './civil.ts';
export { prepareLiveDay, type LiveDay, type LiveDayOptions } from './live-day.ts';
export type { People } from './people.ts';
export { planScenario } from './plan-scenario.ts';
export { planTraceDay } from './plan-trace.ts';
export type {
  AgentPlan,
  Aim,
  CallerPlan,
  DayPlan,
  Doing,
  Intervention,
  ShiftPlan,
  Stay,
  SupervisorPlan,
} from './plan.ts';
export { estimatesOf, replayCallers } from './replay.ts';
export type { ReplayCaller, TraceEstimates } from './replay.ts';
export { parseScenario, ScenarioError, scenarioSchema } from './scenario.ts';
export type { Scenario, ScenarioProblem } from './scenario.ts';
export { callTypes, parseTrace, PAUSE_BETWEEN_SHIFTS_MS, recordedFigures, TraceError } from './trace.ts';
export type {
  CallType,
  MendReason,
  Priority,
  RecordedFigures,
  RecordedOutcome,
  RecordedService,
  SkipReason,
  Trace,
  TraceCaller,
  TraceDay,
  TraceShift,
} from './trace.ts';
