export { DAY_MS, dayNumber, weekdayOf, type Weekday } from './civil.ts';
export { estimatesOf, replayCallers, type ReplayCaller, type TraceEstimates } from './replay.ts';
export { parseScenario, ScenarioError, scenarioSchema, type Scenario, type ScenarioProblem } from './scenario.ts';
export {
  callTypes,
  parseTrace,
  PAUSE_BETWEEN_SHIFTS_MS,
  recordedFigures,
  TraceError,
  type CallType,
  type MendReason,
  type Priority,
  type RecordedFigures,
  type RecordedOutcome,
  type RecordedService,
  type SkipReason,
  type Trace,
  type TraceCaller,
  type TraceDay,
  type TraceShift,
} from './trace.ts';
