import { createHmac } from 'node:crypto';

/** A key of the Stringee account's API, from its console. */
export interface ApiKey {
  readonly sid: string;
  readonly secret: string;
}

const LIFE_S = 300;
/** A token that is about to expire is not used any more: clocks differ. */
const SPARE_S = 60;

/** The token of requests to REST: a JWT by HS256 that is good for five minutes. */
export function restToken({ sid, secret }: ApiKey, nowS: number): string {
  const header = { typ: 'JWT', alg: 'HS256', cty: 'stringee-api;v=1' };
  const payload = { jti: `${sid}-${nowS}`, iss: sid, exp: nowS + LIFE_S, rest_api: true };
  const signed = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** Gives a token that is good for a while yet, and makes a new one only where the last is not. */
export function tokensFor(key: ApiKey, nowMs: () => number): () => string {
  let token = '';
  let goodUntilS = 0;
  return () => {
    const nowS = Math.floor(nowMs() / 1000);
    if (nowS >= goodUntilS || nowS < goodUntilS - LIFE_S) {
      token = restToken(key, nowS);
      goodUntilS = nowS + LIFE_S - SPARE_S;
    }
    return token;
  };
}
