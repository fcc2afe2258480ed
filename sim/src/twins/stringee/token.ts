import { fieldsIn, jsonIn, numberIn } from './reading.ts';

/** A keyed hash of a text in UTF-8, in base64 (RFC 4648 §4). */
export type Hmac = (hash: 'sha1' | 'sha256', secret: string, text: string) => string;

export interface ApiKey {
  readonly sid: string;
  readonly secret: string;
}

/** Why a token of the REST API is not accepted; null where it is. */
export function refusalOfToken(token: string, { sid, secret }: ApiKey, hmac: Hmac, nowMs: number): string | null {
  const [head = '', payload = '', signature, ...more] = token.split('.');
  if (token === '') return 'X-STRINGEE-AUTH: a token is wanted';
  if (signature === undefined || more.length > 0) return 'X-STRINGEE-AUTH: a token of three parts is wanted';
  const header = fieldsIn(jsonIn(textOfBase64url(head)));
  const claims = fieldsIn(jsonIn(textOfBase64url(payload)));
  if (header === null || claims === null) return 'X-STRINGEE-AUTH: header and payload in JSON are wanted';
  if (header['typ'] !== 'JWT' || header['alg'] !== 'HS256' || header['cty'] !== 'stringee-api;v=1')
    return 'header: typ JWT, alg HS256 and cty stringee-api;v=1 are wanted';
  if (toBase64url(hmac('sha256', secret, `${head}.${payload}`)) !== signature) return 'the signature is wrong';
  if (claims['iss'] !== sid) return 'iss: the sid of the API key is wanted';
  if (typeof claims['jti'] !== 'string' || !claims['jti'].startsWith(`${sid}-`))
    return 'jti: the sid of the API key and a time are wanted';
  if (numberIn(claims['exp'], 0) * 1000 <= nowMs) return 'exp: the token has expired';
  return claims['rest_api'] === true ? null : 'rest_api: true is wanted';
}

const toBase64url = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A text in UTF-8 from base64url (RFC 4648 §5); empty where it is none. */
function textOfBase64url(encoded: string): string {
  let bits = 0;
  let held = 0;
  let escaped = '';
  for (const char of encoded.replaceAll('=', '')) {
    const value = alphabet.indexOf(char);
    if (value < 0) return '';
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    escaped += `%${((held >> bits) & 0xff).toString(16).padStart(2, '0')}`;
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    return '';
  }
}
