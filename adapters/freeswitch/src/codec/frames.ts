/**
 * One message of the event socket as it travels: a block of header lines that ends with an empty line, and a body whose length the header
 * `Content-Length` tells.
 */
export interface Frame {
  /** The header `Content-Type`; empty where there is none. */
  readonly type: string;
  readonly headers: ReadonlyMap<string, string>;
  /** A view into what was read, not a copy: whoever keeps it keeps the chunk it came in. */
  readonly body: Buffer;
}

/** Why a stream cannot be understood any longer. Nothing after it can be trusted: the connection has to be closed. */
export interface CodecProblem {
  readonly reason: 'headerTooLong' | 'headerMalformed' | 'lengthMalformed' | 'lengthTwice' | 'bodyTooLong';
  /** What was found and what is allowed, without any of the stream's own text. */
  readonly text: string;
}

export interface FrameReader {
  /** The frames that are complete with this chunk, in order; and what is wrong behind them. After a problem nothing more is read. */
  read(chunk: Uint8Array): { readonly frames: readonly Frame[]; readonly problem: CodecProblem | null };
  /** Bytes that are held because their frame is not complete. */
  readonly heldBytes: number;
}

export interface FrameLimits {
  /** Bytes of a header block. An outbound socket's first reply has a whole channel in its header. */
  readonly maxHeaderBytes: number;
  readonly maxBodyBytes: number;
}

export const frameLimits: FrameLimits = { maxHeaderBytes: 0x4_0000, maxBodyBytes: 0x100_0000 };

interface Head {
  readonly type: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly bodyBytes: number;
}

const LF = 0x0a;
const endOfHead = Buffer.from('\n\n');
const nothing = Buffer.alloc(0);

/** Reads frames from chunks of any size. Holds at most one incomplete frame, within the limits. */
export const createFrameReader = (limits: FrameLimits = frameLimits): FrameReader => {
  let held = createHeld();
  let head: Head | null = null;
  let problem: CodecProblem | null = null;

  /** Takes what is complete off the bytes, and tells where the rest begins, or what is wrong there. */
  const readFrom = (bytes: Buffer, frames: Frame[]): number | CodecProblem => {
    let at = 0;
    for (;;) {
      if (head === null) {
        while (bytes[at] === LF) at += 1;
        const end = bytes.indexOf(endOfHead, at);
        if ((end < 0 ? bytes.length : end) - at > limits.maxHeaderBytes) {
          return { reason: 'headerTooLong', text: `a header is longer than ${limits.maxHeaderBytes} bytes` };
        }
        if (end < 0) return at;
        const found = headOf(bytes.toString('latin1', at, end), limits);
        if ('reason' in found) return found;
        head = found;
        at = end + endOfHead.length;
      }
      const { type, headers, bodyBytes } = head;
      if (bytes.length - at < bodyBytes) return at;
      frames.push({ type, headers, body: bytes.subarray(at, at + bodyBytes) });
      at += bodyBytes;
      head = null;
    }
  };

  return {
    read(chunk) {
      const frames: Frame[] = [];
      if (problem !== null) return { frames, problem };
      const fresh = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (held.length > 0) {
        held.add(fresh);
        if (head !== null && held.length < head.bodyBytes) return { frames, problem };
      }
      const bytes = held.length > 0 ? held.bytes() : fresh;
      const read = readFrom(bytes, frames);
      if (typeof read === 'object') {
        problem = read;
        held = createHeld();
      } else if (bytes === fresh) held.add(bytes.subarray(read));
      else if (read > 0) {
        // The frames look into what was held: it is theirs now.
        held = createHeld();
        held.add(bytes.subarray(read));
      }
      return { frames, problem };
    },
    get heldBytes() {
      return held.length;
    },
  };
};

/** Bytes that grow at the end, at a constant cost for each. */
const createHeld = () => {
  let store = nothing;
  let length = 0;
  return {
    get length() {
      return length;
    },
    bytes: () => store.subarray(0, length),
    add(more: Buffer): void {
      if (length + more.length > store.length) {
        const larger = Buffer.allocUnsafe(Math.max(2 * store.length, length + more.length, 0x400));
        store.copy(larger, 0, 0, length);
        store = larger;
      }
      more.copy(store, length);
      length += more.length;
    },
  };
};

const headOf = (text: string, { maxBodyBytes }: FrameLimits): Head | CodecProblem => {
  const headers = new Map<string, string>();
  let bodyBytes = 0;
  let from = 0;
  while (from < text.length) {
    const lineEnd = text.indexOf('\n', from);
    const to = lineEnd < 0 ? text.length : lineEnd;
    const colon = text.indexOf(':', from);
    if (colon < 0 || colon >= to) {
      // The first line of a frame is a header, or this is no frame. Further lines can be what is left of a reply of several lines.
      if (from === 0) return { reason: 'headerMalformed', text: 'a frame begins with a line that is no header' };
    } else {
      const name = text.slice(from, colon);
      const value = text.slice(text[colon + 1] === ' ' ? colon + 2 : colon + 1, to);
      if (name === 'Content-Length') {
        const problem = lengthProblem(value, headers.get(name), maxBodyBytes);
        if (problem !== null) return problem;
        bodyBytes = Number(value);
      }
      headers.set(name, value);
    }
    from = to + 1;
  }
  return { type: headers.get('Content-Type') ?? '', headers, bodyBytes };
};

const lengthProblem = (value: string, before: string | undefined, maxBodyBytes: number): CodecProblem | null => {
  if (!/^\d{1,15}$/.test(value)) {
    return { reason: 'lengthMalformed', text: 'Content-Length is not a whole number of bytes' };
  }
  // Told twice, the same is harmless; two lengths would be two streams to two readers.
  if (before !== undefined && Number(before) !== Number(value)) {
    return { reason: 'lengthTwice', text: 'a frame tells two different Content-Lengths' };
  }
  if (Number(value) > maxBodyBytes) {
    return { reason: 'bodyTooLong', text: `a body is longer than ${maxBodyBytes} bytes` };
  }
  return null;
};
