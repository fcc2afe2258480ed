import fc from 'fast-check';
import { faultNames, type FaultName } from '@legwork/sim';
import { expect, test } from 'vitest';
import { external, hotline, internal } from '../support/stringee/customer.ts';
import { openVirtually, silence } from '../support/stringee/in-virtual-time.ts';

interface Strikes {
  readonly told: readonly string[];
  readonly replies: readonly string[];
}
const CALLS = 6;
const stay = { action: 'input', timeOut: 3600 };

/** Some calls that are played to, connected, listened to, transferred, ended and never answered, on a wire with that fault. */
const callsUnder = async (name: FaultName | null): Promise<Strikes> => {
  const customer = openVirtually({
    phones: { busy: { kind: 'busy', afterMs: 10 }, away: { kind: 'ringsOut' } },
    ringMs: 2000,
    faults: name === null ? [] : [{ name, probability: 0.8 }],
  });
  customer.answer('/number', [stay]);
  const replies: string[] = [];
  const ask = async (path: string, body: object): Promise<void> => {
    const { r } = await customer.ask(path, body);
    replies.push(`${path} ${r}`);
  };
  const connect = { action: 'connect', to: internal('agent') };
  const play = { action: 'play', fileName: 'welcome.wav' };
  const callOut = (to: string) => ask('callout', { from: external(hotline), to: [external(to)], actions: [stay] });
  const talk = async (from: string): Promise<readonly [party: string, callId: string]> => {
    const party = customer.twin.call({ from, to: hotline }) ?? '';
    const [callId = ''] = party.split('/');
    await customer.pass(20);
    await ask('putactions', { callId, actions: [play, stay] });
    await ask('putactions', { callId, actions: [connect] });
    await customer.pass(1500);
    return [party, callId];
  };
  await talk('84909');
  for (let n = 0; n < CALLS; n += 1) {
    const [party, callId] = await talk(`8490${n}`);
    await ask('adduser', { callId, to: internal('supervisor'), spyCall: true });
    await customer.pass(1500);
    await ask('whisper', { callId, userId: 'supervisor' });
    await ask('adduser', { callId, to: internal('supervisor'), spyCall: true });
    await ask('adduser', { callId, to: internal('agent'), spyCall: true });
    await ask('transfer', { callId, fromUserId: 'agent', to: internal('colleague') });
    await customer.pass(1500);
    if (n % 2 > 0) await ask('stop', { callId });
    else {
      await ask('putactions', { callId, actions: [play, stay] });
      customer.twin.hangUp(party);
    }
    for (const to of ['busy', 'away', 'huy']) await callOut(to);
    await customer.pass(5000);
    for (const { id, number } of customer.twin.parties()) if (number === 'huy') customer.twin.hangUp(id);
    await customer.pass(500);
  }
  return { told: customer.told.map((told) => JSON.stringify(told)), replies };
};

/** There are no webhooks and no requests for it, or a supervisor is in the call as a whole. */
const notOnThisWire = [
  'replyToWrongCaller',
  'refusalWithoutLeg',
  'bridgeTooEarly',
  'bridgeDoesNothing',
  'earlyTimer',
  'spyMovesOn',
  'tappedCannotBridge',
  'modeFlickers',
  'holdFlagCorrupted',
  'staleOtherLeg',
];

test('faults of the catalogue strike on the wire of the Stringee twin: what it answers or tells is not what it is without', async () => {
  const plain = await callsUnder(null);
  const without: string[] = [];
  for (const name of faultNames) {
    const { told, replies } = await callsUnder(name);
    if (told.join() === plain.told.join() && replies.join() === plain.replies.join()) without.push(name);
  }
  expect(without).toEqual(notOnThisWire);
});

test('once faults are stopped none strikes, and until then it is known when each has', async () => {
  const customer = openVirtually({ faults: [{ name: 'causeOverwritten', probability: 1 }] });
  customer.answer('/number', silence);
  const causeOfGivingUp = async (): Promise<unknown> => {
    const party = customer.twin.call({ from: '84901', to: hotline }) ?? '';
    await customer.pass(10);
    customer.twin.hangUp(party);
    await customer.pass(10);
    return customer.told.at(-1)?.['endCallCause'];
  };
  expect(await causeOfGivingUp()).toBe('USER_END_CALL');
  expect(customer.twin.struck()).toMatchObject([{ name: 'causeOverwritten' }]);
  customer.twin.stopFaults();
  expect(await causeOfGivingUp()).toBe('487 Request Terminated');
});

const paths = ['callout', 'putactions', 'adduser', 'whisper', 'transfer', 'stop'];
const anyText = fc.oneof(
  fc.constantFrom('internal', 'connect', '8490', '-1', '1e99', 'toString', '__proto__'),
  fc.string(),
);
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    anyText,
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('callId', 'from', 'to', 'type', 'number', 'actions', 'action', 'timeOut', 'loop', 'userId'),
      tie('value'),
    ),
  ),
})).value;

const anyValue = fc.oneof(anyText, fc.double(), fc.boolean(), fc.constantFrom('http://customer/number', 0.01));
const agents = fc.constantFrom<unknown>(internal('agent'), external('84902'), internal('busy'));
const options =
  'from timeout maxConnectTime continueOnFail onFailEventUrl loop silenceTime bargeIn answerCall peerToPeerCall';
const inputs = 'timeOut submitOnHash maxDigits eventUrl endOnKey customField';
const everyOption = Object.fromEntries(`${options} ${inputs}`.split(' ').map((name) => [name, anyValue]));
/** Actions that are nearly right. */
const actions = fc.array(
  fc.record(
    {
      action: fc.constantFrom('connect', 'record', 'recordMessage', 'talk', 'play', 'stream', 'input'),
      to: agents,
      text: fc.constant('welcome'),
      fileName: fc.constant('welcome.wav'),
      ...everyOption,
    },
    { requiredKeys: ['action', 'to', 'text', 'fileName'] },
  ),
  { minLength: 1, maxLength: 4 },
);
const asked = fc.oneof(
  anything,
  fc.record({
    to: agents,
    from: agents,
    fromUserId: fc.constantFrom('agent', 'busy', '84901'),
    actions,
    spyCall: anyValue,
  }),
  fc.record({ to: fc.tuple(agents), from: agents, actions }),
);

test('whatever is asked, and whatever its customer answers, the twin answers with r, and stands; no call outlives its caller', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), asked, fc.oneof(anything, actions), async (path, body, reply) => {
      const customer = openVirtually({ phones: { busy: { kind: 'busy', afterMs: 10 } } });
      customer.answer('/number', reply);
      const party = customer.twin.call({ from: '84901', to: hotline }) ?? '';
      const [callId] = party.split('/');
      await customer.pass(1500);
      const { r, message } = await customer.ask(path, { callId, ...(Object(body) as object) });
      expect(r).toBeGreaterThanOrEqual(0);
      expect(message).not.toBe('');
      customer.twin.press(party, '1#');
      await customer.pass(2000);
      for (const { id } of customer.twin.parties()) customer.twin.hangUp(id);
      await customer.pass(200_000_000);
      expect(customer.twin.parties()).toEqual([]);
      const ends = customer.told.flatMap(({ call_status, call_id }) => (call_status === 'ended' ? [call_id] : []));
      expect(new Set(ends).size).toBe(ends.length);
      expect(new Set(ends)).toEqual(new Set(customer.told.flatMap(({ call_id }) => call_id ?? [])));
    }),
    { numRuns: 150 },
  );
});
