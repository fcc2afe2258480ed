export { endOfRing, type EndpointBehaviour, type Ring } from './endpoint.ts';
export type { Caller, Usage } from './exchange.ts';
export type { Cancel, Schedule } from './lanes.ts';
export type { SwitchRefusal } from './observation.ts';
export { answerAtOnce } from './instant-switch.ts';
export { asPort, type SimulatedPort } from './port.ts';
export {
  asterisk,
  blindOnly,
  freeswitch,
  stringee,
  unlimited,
  withCapabilities,
  type CapabilityOverrides,
} from './presets.ts';
export type { Habits, SwitchShape } from './shape.ts';
export { wireOf, type WireOptions } from './wire.ts';
export { createSimulatedSwitch, type SimulatedSwitch, type SimulatedSwitchOptions } from './simulated-switch.ts';
