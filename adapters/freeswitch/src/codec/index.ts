export { bodyOf, header, type EslEvent } from './event.ts';
export {
  createFrameReader,
  frameLimits,
  type CodecProblem,
  type Frame,
  type FrameLimits,
  type FrameReader,
} from './frames.ts';
export { messageOf, type Message } from './message.ts';
export { command, originate, type Command, type Origination } from './commands.ts';
export { isUnsafe, safe, wordsOf, type Safe, type Unsafe } from './safe.ts';
