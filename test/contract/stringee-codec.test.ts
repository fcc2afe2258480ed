import { asId } from '@legwork/core';
import fc from 'fast-check';
import { jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { connect, waiting } from '../../adapters/stringee/src/codec/actions.ts';
import { causeOf } from '../../adapters/stringee/src/codec/cause.ts';
import { nativeIn } from '../../adapters/stringee/src/codec/names.ts';
import { readReply } from '../../adapters/stringee/src/codec/reply.ts';
import { isSigned, signatureOf, signedUris } from '../../adapters/stringee/src/codec/signature.ts';
import { restToken, tokensFor } from '../../adapters/stringee/src/codec/token.ts';
import { keyOf, readAsking, readEvent, readPressed } from '../../adapters/stringee/src/codec/webhook.ts';
import { OptionsFault, settle, type StringeeOptions } from '../../adapters/stringee/src/options.ts';

const key = { sid: 'SK.1', secret: 'hush' };

test('a token is a JWT that another library verifies, with what Stringee wants in it', async () => {
  const nowS = Math.floor(Date.now() / 1000);
  const { payload, protectedHeader } = await jwtVerify(restToken(key, nowS), Buffer.from(key.secret));
  expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'HS256', cty: 'stringee-api;v=1' });
  expect(payload).toEqual({ jti: `SK.1-${nowS}`, iss: 'SK.1', exp: nowS + 300, rest_api: true });
});

test('a token is kept while it is good, and made anew well before it expires, or where the clock was set back', () => {
  let nowMs = 1_000_000_000;
  const token = tokensFor(key, () => nowMs);
  const first = token();
  nowMs += 239_000;
  expect(token()).toBe(first);
  nowMs += 1000;
  const second = token();
  expect(second).not.toBe(first);
  nowMs -= 600_000;
  expect(token()).not.toBe(second);
});

test('a signature is the base64 of the HMAC-SHA1, and anything else is none', () => {
  // RFC 2202, test case 2.
  const digest = 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79';
  expect(signatureOf('what do ya want for nothing?', 'Jefe')).toBe(Buffer.from(digest, 'hex').toString('base64'));
  const signature = signatureOf('body', 'hush');
  expect(isSigned(signature, ['other', 'body'], 'hush')).toBe(true);
  const others = ['', signature.slice(0, -1), `${signature}=`, signature.toLowerCase(), undefined, [signature], 7];
  for (const other of others) expect(isSigned(other, ['body'], 'hush')).toBe(false);
  expect(isSigned(signature, ['body'], 'other')).toBe(false);
  expect(isSigned(signature, [], 'hush')).toBe(false);
});

test('a GET may be signed with the origin or without it, with spaces as %20, and as it was before a proxy', () => {
  const uris = signedUris('/answer?custom=a+b', '/answer?custom=a+b', new URL('https://calls.example.com/stringee'));
  expect(uris).toContain('/answer?custom=a+b');
  expect(uris).toContain('/answer?custom=a%20b');
  expect(uris).toContain('/stringee/answer?custom=a%20b');
  expect(uris).toContain('https://calls.example.com/stringee/answer?custom=a%20b');
});

test('an event is read with numbers as texts and texts as numbers, and known again by call, status, time and whom it is about', () => {
  const told = {
    call_status: 'answered',
    call_id: 'call-vn-1-A-1',
    timestamp_ms: 1515859261381,
    from: { number: '84899', alias: '84899', is_online: false, type: 'external' },
    to: { number: 1900, alias: 'c1.2' },
    clientCustomData: null,
    type: 'stringee_call',
  };
  const event = readEvent(JSON.stringify(told));
  expect(event).toEqual({
    status: 'answered',
    callId: 'call-vn-1-A-1',
    at: '1515859261381',
    from: { number: '84899', alias: '84899' },
    to: { number: '1900', alias: 'c1.2' },
    customData: '',
    endCause: '',
    endedBy: '',
  });
  const again = readEvent(JSON.stringify({ ...told, timestamp_ms: '1515859261381', duration: 4 }));
  expect(again === null ? '' : keyOf(again)).toBe('call-vn-1-A-1 answered 1515859261381 1900');
});

test('whatever is posted, reading it throws nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      readEvent(text);
      readPressed(text);
      readAsking(new URLSearchParams(text));
      readReply(text);
    }),
  );
  for (const text of ['', 'null', '[]', '{', '{"call_status":"answered"}', '{"call_id":"c","call_status":"toString"}'])
    expect(readEvent(text)).toBeNull();
  expect(readEvent(JSON.stringify({ call_id: 'x'.repeat(501), call_status: 'ended' }))).toBeNull();
  expect(readPressed('{"call_id":"c","dtmf":"12#","customField":"c1.1","timeout":"false"}')).toEqual({
    callId: 'c',
    digits: '12#',
    customField: 'c1.1',
  });
  expect(readPressed('{"call_id":"c","dtmf":"<script>"}')?.digits).toBe('');
});

test('who asks is known by callId where there is one, and by uuid where a phone calls', () => {
  const app = new URLSearchParams('from=lan&to=mai&fromInternal=true&userId=lan&projectId=1&custom=&callId=call-1');
  expect(readAsking(app)).toEqual({ from: 'lan', to: 'mai', callId: 'call-1', uuid: null });
  const phone = new URLSearchParams('from=84901&to=842471&uuid=u-1&fromInternal=false');
  expect(readAsking(phone)).toEqual({ from: '84901', to: '842471', callId: null, uuid: 'u-1' });
  expect(readAsking(new URLSearchParams('from=84901'))).toBeNull();
});

test('a reply is done where r is 0, also as a text; else it is refused, with a message that has no numbers in it', () => {
  expect(readReply({ r: 0, message: 'Success' })).toEqual({ kind: 'done', callId: null });
  expect(readReply({ r: '0', callId: 'call-1' })).toEqual({ kind: 'done', callId: 'call-1' });
  expect(readReply({ r: 4, message: 'no user 84901234567 here' })).toEqual({
    kind: 'refused',
    r: 4,
    message: 'no user … here',
  });
  for (const none of [undefined, null, 'OK', {}, { r: 'yes' }, { r: 0.5 }]) expect(readReply(none)).toBeNull();
});

test.for([
  ['486 Busy Here', 'busy'],
  ['603 Decline', 'rejected'],
  ['408 Request Timeout', 'noAnswer'],
  ['480 Temporarily Unavailable', 'unreachable'],
  ['487 Request Terminated', 'cancelled'],
  ['404 Not Found', 'unreachable'],
  ['CAN_NOT_MAKE_CALL', 'unreachable'],
  ['', 'unreachable'],
] as const)('a leg that was rung in vain with %s ended as %s', ([endCause, cause]) => {
  expect(causeOf(endCause, { wasUp: false, isCaller: false, isPhone: false, asked: null })).toBe(cause);
  expect(causeOf('480', { wasUp: false, isCaller: false, isPhone: true, asked: null })).toBe('noAnswer');
  expect(causeOf(endCause, { wasUp: true, isCaller: false, isPhone: false, asked: null })).toBe('normal');
  expect(causeOf(endCause, { wasUp: false, isCaller: false, isPhone: false, asked: 'rejected' })).toBe('rejected');
});

test('a leg is named by the alias of whom we rang, or by what a connect was given; whatever else stands there names nobody', () => {
  const named = (alias: string, customData: string) =>
    nativeIn({
      status: 'ringing',
      callId: 'call-1',
      at: '1',
      from: { number: '1', alias: '1' },
      to: { number: 'mai', alias },
      customData,
      endCause: '',
      endedBy: '',
    });
  expect(named('c17.2', '')).toBe('c17.2');
  expect(named('Mai', 's3.1')).toBe('s3.1');
  for (const other of ['mai', 'c1', 'c1.2 ', 'x1.1']) expect(named(other, '')).toBeNull();
});

test('who waits is kept by an input, and a connect goes through media servers, or nobody could listen', () => {
  const music = { action: 'stream', fileName: 'https://example.com/music.mp3', loop: 1000 };
  expect(waiting([music], asId('c1.1'), 'https://example.com/input')).toEqual([
    music,
    {
      action: 'input',
      eventUrl: 'https://example.com/input',
      timeOut: 3600,
      submitOnHash: false,
      customField: 'c1.1',
    },
  ]);
  const party = { type: 'internal', number: 'mai', alias: 'mai' } as const;
  const to = { native: asId<never>('c1.2'), from: party, to: party, ringMs: 1500 };
  expect(connect({ ...to, onFail: null })).toMatchObject({ timeout: 2, peerToPeerCall: false, continueOnFail: false });
  expect(connect({ ...to, onFail: 'https://e.com' })).toMatchObject({ continueOnFail: true, customData: 'c1.2' });
});

const options: StringeeOptions = {
  id: 'st',
  apiKeySid: 'SK.1',
  apiKeySecret: 'hush',
  signingSecret: 'hush hush',
  number: '842471234567',
  listen: { host: '127.0.0.1', port: 8070 },
};

test('digits are a phone, anything else is a user of an app, and rules say otherwise', () => {
  const { partyFor } = settle(options);
  expect(partyFor('+84901234567')).toEqual({ type: 'external', number: '+84901234567' });
  expect(partyFor('agent_mai')).toEqual({ type: 'internal', number: 'agent_mai' });
  expect(partyFor('mai","type":"x')).toBeNull();
  const { partyFor: byRules } = settle({
    ...options,
    dialling: [
      { matches: String.raw`0(\d+)`, type: 'external', number: '84$1' },
      { matches: String.raw`\d{3}`, type: 'internal', number: 'agent_$&' },
    ],
  });
  expect(byRules('0901234567')).toEqual({ type: 'external', number: '84901234567' });
  expect(byRules('201')).toEqual({ type: 'internal', number: 'agent_201' });
  expect(byRules('mai')).toBeNull();
});

test.for([
  [{ apiKeySid: '' }, 'apiKeySid: a text is wanted'],
  [{ signingSecret: undefined }, 'signingSecret: a text is wanted'],
  [{ number: 'hotline' }, 'number: a number of the project is wanted, of digits, like 842471234567'],
  [{ url: 'http://api.stringee.com' }, 'url: https is wanted, or http on this machine itself'],
  [{ publicUrl: 'calls.example.com' }, 'publicUrl: an address like https://… is wanted'],
  [{ publicUrl: 'https://example.com/?a' }, 'publicUrl: no ? and no # may be in it'],
  [{ listen: undefined }, 'listen.host: an address of this machine is wanted, like 127.0.0.1'],
  [{ listen: { host: '::', port: 70_000 } }, 'listen.port: a number from 0 to 65535 is wanted'],
  [{ dialling: [null] }, 'dialling.0.matches: a regular expression is wanted'],
  [{ dialling: [{ type: 'internal' }] }, 'dialling.0.matches: a regular expression is wanted'],
  [{ dialling: [{ matches: '(', type: 'internal' }] }, 'dialling.0.matches: not a regular expression'],
  [
    { dialling: [{ matches: '.', type: 'sip' }] },
    'dialling.0.type: internal (a user of an app) or external (a phone) is wanted',
  ],
  [{ waiting: [{ action: 'connect' }] }, 'waiting.0.action: talk, play or stream is wanted'],
  [{ prompts: { hello: {} } }, 'prompts.hello: one of file, url and text is wanted'],
  [{ whisperUser: 'customer' }, 'whisperUser: supervisor or agent is wanted'],
  [{ answerWithinMs: 0 }, 'answerWithinMs: milliseconds from 1 to 60000 are wanted'],
] as const)('options that are wrong are said to be, and where: %o', ([wrong, message]) => {
  const given = { ...options, ...wrong } as StringeeOptions;
  expect(() => settle(given)).toThrow(OptionsFault);
  expect(() => settle(given)).toThrow(message);
});
