export { isAskedFor, maySee, maySeeCall, type Interest, type Standing } from './audience.ts';
export { eventTypes, type EventType, type LegworkEvent } from './event.ts';
export { type Telling, type Told, type Touched } from './tell.ts';
export { type Teams } from './thread.ts';
export { createTranslator } from './translator.ts';
