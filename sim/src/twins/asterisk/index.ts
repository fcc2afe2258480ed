export type { Reply } from './reply.ts';
export type { ManagerWire } from './manager.ts';
export type { Extension, Listener, TwinRing } from './state.ts';
export {
  createAsteriskTwin,
  type AriAsked,
  type AsteriskTwin,
  type AsteriskTwinOptions,
  type TwinChannel,
} from './twin.ts';
