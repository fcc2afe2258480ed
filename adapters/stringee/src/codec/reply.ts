import { fieldsOf, textIn, wholeIn } from './values.ts';

/** What Stringee says to a request: done, or why not. Its numbers are not published; only that 0 is done. */
export type Said =
  | { readonly kind: 'done'; readonly callId: string | null }
  | { readonly kind: 'refused'; readonly r: number; readonly message: string };

/** Reads a reply. Null for what is none; never throws. */
export function readReply(body: unknown): Said | null {
  const { r, message, callId, call_id: other } = fieldsOf(body);
  const code = wholeIn(r);
  if (code === null) return null;
  if (code !== 0) return { kind: 'refused', r: code, message: sayable(textIn(message)) };
  const id = textIn(callId) || textIn(other);
  return { kind: 'done', callId: id === '' ? null : id };
}

/** A message goes into the log, where no numbers belong. */
const sayable = (message: string): string => message.replaceAll(/\p{C}+/gu, ' ').replaceAll(/\+?\d{4,}/g, '…');
