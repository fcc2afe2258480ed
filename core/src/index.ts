export * from './acd/index.ts';
export * from './audibility/index.ts';
export * from './engine/index.ts';
export * from './flow/index.ts';
export * from './live/index.ts';
export type * from './ports/index.ts';
export * from './vocabulary/index.ts';
export {
  call,
  type CallInput,
  type CallOut,
  type CallRecord,
} from './call/index.ts';
export { agent, type AgentInput, type AgentOut, type AgentRecord } from './agent/index.ts';
export { leg, type LegInput, type LegOut, type LegRecord } from './leg/index.ts';
export { seat, type SeatInput, type SeatOut, type SeatRecord } from './supervision/index.ts';
export * from './machine/index.ts';
