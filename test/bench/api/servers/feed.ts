import type { Socket } from 'node:net';

/** How a stream is fed. */
export interface Feeding {
  readonly seconds: number;
  /** So much happens in one turn of the event loop, as a commit of the journal brings it. */
  readonly atOnce: number;
  /** What happens within so many milliseconds is told together; 0: each event by itself. */
  readonly frameMs: number;
  /** So much happens within a frame at most. */
  readonly mostInFrame: number;
}

/** More than that on the way to one reader, in bytes, and nothing happens until it has read some of it. */
const BACKLOG = 65_536;

/** As much as readers can read, for so long. `flush` is called at the end of each frame. Gives how often `next` was called. */
export const feed = async (
  { seconds, atOnce, frameMs, mostInFrame }: Feeding,
  sockets: ReadonlySet<Socket>,
  next: () => void,
  flush: () => void = () => undefined,
): Promise<number> => {
  const began = performance.now();
  let fed = 0;
  let frame = { began, fed: 0 };
  for (let now = began; now - began < 1_000 * seconds; now = performance.now()) {
    if (frameMs > 0 && now - frame.began >= frameMs) {
      flush();
      frame = { began: now, fed: 0 };
    }
    if (frame.fed < mostInFrame && !isBehind(sockets)) {
      for (let n = 0; n < atOnce; n += 1) next();
      fed += atOnce;
      if (frameMs > 0) frame.fed += atOnce;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  flush();
  return fed;
};

const isBehind = (sockets: ReadonlySet<Socket>): boolean => {
  for (const { writableLength } of sockets) if (writableLength > BACKLOG) return true;
  return false;
};
