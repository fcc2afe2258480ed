import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Where a reader of events is: everything up to the publication `after` is read, and the first `skip` events of the next. */
export interface Cursor {
  readonly after: number;
  readonly skip: number;
}

/** Who a cursor is for. */
export interface CursorHolder {
  readonly id: string;
  readonly role: string;
}

/**
 * Cursors as text. For staff they are the numbers of publications, the same that lists give as `asOf`. For an agent, to whom numbers would tell
 * how much goes on that they may not see, they are sealed, and never the same twice.
 */
export interface Cursors {
  write(holder: CursorHolder, cursor: Cursor): string;
  /** Null for what is no cursor of the holder. */
  read(holder: CursorHolder, text: string): Cursor | null;
  /** The cursor of another list, as the holder is told it. */
  hide(holder: CursorHolder, cursor: string): string;
  /** What was hidden; null for what was not, or for somebody else. */
  reveal(holder: CursorHolder, text: string): string | null;
}

export const CURSOR_KEY_BYTES = 32;

/** @param keyNow secret, 32 bytes, the same after a restart: otherwise agents have to begin anew. */
export const createCursors = (keyNow: () => Uint8Array): Cursors => ({
  write: (holder, cursor) => {
    const plain = plainOf(cursor);
    return holder.role === 'agent' ? seal(keyNow(), holder.id, plain, LENGTH) : plain;
  },
  read: (holder, text) => {
    const plain = holder.role === 'agent' ? unseal(keyNow(), holder.id, text, LENGTH) : text;
    return plain === null ? null : cursorOf(plain);
  },
  hide: (holder, cursor) => (holder.role === 'agent' ? seal(keyNow(), holder.id, cursor, LONG_LENGTH) : cursor),
  reveal: (holder, text) => (holder.role === 'agent' ? unseal(keyNow(), holder.id, text, LONG_LENGTH) : text),
});

/** `17`: all of 17 is read. `17.0`: of 17 the first event. */
const plainOf = ({ after, skip }: Cursor): string => (skip === 0 ? String(after) : `${after + 1}.${skip - 1}`);

const cursorOf = (text: string): Cursor | null => {
  const [, seq, part] = /^(\d{1,15})(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  if (seq === undefined) return null;
  if (part === undefined) return { after: Number(seq), skip: 0 };
  return Number(seq) === 0 ? null : { after: Number(seq) - 1, skip: Number(part) + 1 };
};

const NONCE = 12;
const TAG = 16;
/** Padded, so that its length says nothing either. */
const LENGTH = 20;
const LONG_LENGTH = 64;

const seal = (key: Uint8Array, holder: string, plain: string, length: number): string => {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(holder));
  const sealed = Buffer.concat([cipher.update(plain.padEnd(length), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
};

const unseal = (key: Uint8Array, holder: string, text: string, length: number): string | null => {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== NONCE + length + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE));
  decipher.setAAD(Buffer.from(holder));
  decipher.setAuthTag(bytes.subarray(NONCE + length));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE, NONCE + length)), decipher.final()])
      .toString()
      .trimEnd();
  } catch {
    // Not sealed by us, or for somebody else.
    return null;
  }
};
