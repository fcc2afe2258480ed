import { createHmac, timingSafeEqual } from 'node:crypto';

/** What `X-Stringee-Signature` has to be for that text: its HMAC-SHA1 by the project's signing secret, in base64. */
export const signatureOf = (text: string | Buffer, secret: string): string =>
  createHmac('sha1', secret).update(text).digest('base64');

/** True where the signature is that of one of the texts. How long it takes tells nothing of how much of it is right. */
export function isSigned(signature: unknown, texts: readonly (string | Buffer)[], secret: string): boolean {
  if (typeof signature !== 'string') return false;
  const given = Buffer.from(signature);
  let isOne = false;
  for (const text of texts) {
    const wanted = Buffer.from(signatureOf(text, secret));
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) isOne = true;
  }
  return isOne;
}

/**
 * The texts that the signature of a GET may be of. It is "the request URI with spaces as %20", which can mean with the origin or without it,
 * and a proxy in front of us may have taken a part of the path away.
 */
export function signedUris(requested: string, rest: string, publicUrl: URL): readonly string[] {
  const above = publicUrl.pathname.replace(/\/$/, '');
  const paths = [requested, above + rest].map((path) => path.replaceAll('+', '%20').replaceAll(' ', '%20'));
  return [...new Set([requested, ...paths, ...paths.map((path) => publicUrl.origin + path)])];
}
