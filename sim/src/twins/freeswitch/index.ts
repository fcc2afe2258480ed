export type { TwinRing } from './core.ts';
export type { TwinEvent, Wire } from './session.ts';
export {
  createFreeswitchTwin,
  offerToLegwork,
  type FreeswitchTwin,
  type FreeswitchTwinOptions,
  type TwinChannel,
} from './twin.ts';
