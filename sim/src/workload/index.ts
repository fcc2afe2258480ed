export type { Weekday } from './civil.ts';
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
