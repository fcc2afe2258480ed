import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInput } from '../../core/src/vocabulary/index.ts';
import type { CheckedInput, Input, InputType } from '../../core/src/vocabulary/index.ts';
import { pathsOf, valueAt, withValueAt } from '../support/mutations.ts';

const asked = { id: 'k1', by: { role: 'supervisor', id: 'eve' } };
const ofCall = { ...asked, call: 'c1' };
const ofLeg = { ...asked, leg: 'c1.2' };
const ofSeat = { ...asked, seat: 's1' };
const ofAgent = { ...asked, agent: 'ann' };
const seen = { switch: 'pbx', basis: 'seen' };
const seenLeg = { ...seen, native: 'c1.2' };
const seenCall = { ...seen, call: 'c1' };

/** One input of each type, with every field that it can have. */
const samples: Readonly<Record<InputType, object>> = {
  'cmd.originate': {
    ...asked,
    to: '+4930',
    agent: 'ann',
    hotline: '1900',
    queue: 'sales',
    device: 'desk',
    clientRef: 'order 7',
  },
  'cmd.answer': ofCall,
  'cmd.hold': ofCall,
  'cmd.resume': ofCall,
  'cmd.mute': ofLeg,
  'cmd.unmute': ofLeg,
  'cmd.digits': { ...ofLeg, digits: '0123456789*#ABCD' },
  'cmd.transfer': { ...ofCall, to: { kind: 'agent', agent: 'bob' }, expectedAgentLeg: 'c1.2' },
  'cmd.consult': { ...ofCall, to: { kind: 'queue', queue: 'sales' }, expectedAgentLeg: 'c1.2' },
  'cmd.complete': ofCall,
  'cmd.cancel': ofCall,
  'cmd.addParty': { ...ofCall, to: { kind: 'number', number: '+4930' } },
  'cmd.drop': ofLeg,
  'cmd.park': ofCall,
  'cmd.pickUp': { ...ofCall, agent: 'ann' },
  'cmd.record': { ...ofCall, on: true },
  'cmd.hangUp': ofCall,
  'cmd.claim': ofCall,
  'cmd.supervise': { ...ofCall, supervisor: 'eve', mode: 'whisper', scope: 'agent', device: 'mobile' },
  'cmd.switchMode': { ...ofSeat, mode: 'barge' },
  'cmd.leave': ofSeat,
  'cmd.takeover': { ...ofCall, supervisor: 'eve', expectedAgentLeg: 'c1.2', device: 'mobile' },
  'cmd.stop': { ...ofCall, expectedAgentLeg: 'c1.2' },
  'cmd.logIn': ofAgent,
  'cmd.ready': ofAgent,
  'cmd.away': { ...ofAgent, reason: 'lunch' },
  'cmd.wrapUp': ofAgent,
  'cmd.logOut': ofAgent,
  'cmd.forceAgent': { ...ofAgent, to: 'away', reason: '' },
  'cmd.activateFlow': { ...asked, flow: 'night', routing: '{}' },
  'leg.offered': { ...seenLeg, from: '+4930', to: '1900' },
  'leg.ringing': seenLeg,
  'leg.answered': seenLeg,
  'leg.placed': { ...seenLeg, at: 'tap', target: 'c1.1', mode: 'monitor' },
  'leg.muted': { ...seenLeg, on: false },
  'leg.digits': { ...seenLeg, digits: '1', sent: true },
  'leg.played': { ...seenLeg, prompt: 'welcome' },
  'leg.ended': { ...seenLeg, cause: 'presumed' },
  'record.started': seenCall,
  'record.stopped': seenCall,
  'call.found': { ...seen, legs: [{ native: 'x', role: 'customer', endpoint: '+4930' }] },
  'call.claimed': seenCall,
  'effect.refused': { effect: 'join', ...seen, op: '9.1', native: 'c1.2', call: 'c1', reason: 'no such channel' },
  'switch.lost': seen,
  'switch.back': {
    ...seen,
    epoch: 'e2',
    snapshot: { legs: [{ native: 'x', up: true, at: 'tap', target: 'y', mode: 'barge' }] },
  },
  'timer.fired': { timer: 'c1:join:4' },
};
const sample = (type: InputType): object => ({ type, ...samples[type] });
const types = Object.keys(samples) as readonly InputType[];
const commands = types.filter((type) => type.startsWith('cmd.'));

/** A command of that type with one value replaced; undefined removes it. */
const changed = (type: InputType, path: string, value: unknown): CheckedInput =>
  checkInput(withValueAt(sample(type), path.split('.'), value));
const refused = (field: string, allowed: unknown): object => ({
  ok: false,
  kind: 'command',
  refusal: { reason: 'invalid', field, allowed },
});

describe('an input that is well formed', () => {
  it.each(types)('is admitted as it is: %s', (type) => {
    const input = sample(type);
    const before = structuredClone(input);
    const checked = checkInput(input);
    expect(checked).toEqual({ ok: true, input: before });
    expect(checked.ok && checked.input).toBe(input);
  });

  it('may leave out what is optional', () => {
    const input: Input = checkedInput({ type: 'cmd.originate', ...asked, to: '1' });
    expect(input.type).toBe('cmd.originate');
    expect(changed('switch.back', 'snapshot', null).ok).toBe(true);
    expect(changed('leg.placed', 'mode', undefined).ok).toBe(true);
  });

  it('may be frozen, and may inherit from nothing', () => {
    const input = Object.freeze(Object.assign(Object.create(null) as object, sample('cmd.hold')));
    expect(checkInput(input).ok).toBe(true);
  });

  it('may be of any length that is allowed', () => {
    expect(changed('cmd.hold', 'call', 'x'.repeat(128)).ok).toBe(true);
    expect(changed('cmd.away', 'reason', 'x'.repeat(200)).ok).toBe(true);
    expect(changed('cmd.digits', 'digits', '#'.repeat(32)).ok).toBe(true);
    const legs = Array.from({ length: 100_000 }, (_, index) => ({ native: `n${index}`, up: true, at: 'none' }));
    expect(changed('switch.back', 'snapshot', { legs }).ok).toBe(true);
  });
});

describe('a command that is not well formed', () => {
  const label = 'text of 1 to 128 characters without control characters';

  it.each<[type: InputType, path: string, value: unknown, field: string, allowed: string]>([
    ['cmd.hold', 'call', undefined, 'call', label],
    ['cmd.hold', 'call', '', 'call', label],
    ['cmd.hold', 'call', 17, 'call', label],
    ['cmd.hold', 'call', 'x'.repeat(129), 'call', label],
    ['cmd.hold', 'call', 'a\r\nb', 'call', label],
    ['cmd.hold', 'call', 'a\u0085b', 'call', label],
    ['cmd.hold', 'by.role', 'owner', 'by.role', 'one of agent, supervisor, admin, service, none'],
    ['cmd.hold', 'by.id', undefined, 'by.id', label],
    ['cmd.hold', 'by.name', 'Eve', 'by.name', 'nothing: the fields are role, id'],
    ['cmd.hold', 'by', 'eve', 'by', 'an object'],
    ['cmd.hold', 'by', [], 'by', 'an object'],
    ['cmd.supervise', 'mode', 'listen', 'mode', 'one of monitor, whisper, barge'],
    ['cmd.transfer', 'to', null, 'to', 'an object'],
    ['cmd.transfer', 'to.kind', 'nobody', 'to.kind', 'one of agent, queue, number'],
    ['cmd.transfer', 'to.kind', 'queue', 'to.queue', label],
    ['cmd.transfer', 'to.queue', 'sales', 'to.queue', 'nothing: the fields are kind, agent'],
    [
      'cmd.stop',
      'expectedAgentleg',
      'c1.2',
      'expectedAgentleg',
      'nothing: the fields are type, id, by, call, expectedAgentLeg',
    ],
    ['cmd.record', 'on', 1, 'on', 'true or false'],
    ['cmd.away', 'reason', 'x'.repeat(201), 'reason', 'text of 0 to 200 characters'],
    ['cmd.digits', 'digits', '', 'digits', '1 to 32 of 0-9 * # A-D'],
    ['cmd.digits', 'digits', '12e', 'digits', '1 to 32 of 0-9 * # A-D'],
    ['cmd.digits', 'digits', '1\n', 'digits', '1 to 32 of 0-9 * # A-D'],
    ['cmd.digits', 'digits', '1'.repeat(33), 'digits', '1 to 32 of 0-9 * # A-D'],
  ])('is refused: %s with %s %j', (type, path, value, field, allowed) => {
    expect(changed(type, path, value)).toMatchObject(refused(field, allowed));
  });

  it('may name the leg of an agent, or say that there is none', () => {
    for (const expectedAgentLeg of ['c1.2', null]) {
      expect(checkInput({ ...sample('cmd.supervise'), expectedAgentLeg })).toMatchObject({ ok: true });
    }
  });

  it('is refused where a field that may be left out is there and undefined', () => {
    expect(checkInput({ ...sample('cmd.stop'), expectedAgentLeg: undefined })).toMatchObject(
      refused('expectedAgentLeg', label),
    );
  });

  it('keeps its id, its name and whoever asked, as far as they can be read', () => {
    const known = { id: 'k1', what: 'cmd.hold', by: asked.by };
    expect(changed('cmd.hold', 'call', 1)).toMatchObject(known);
    expect(changed('cmd.hold', 'id', 1)).toMatchObject({ ...known, id: null });
    expect(changed('cmd.hold', 'by.id', '')).toMatchObject({ ...known, by: null });
  });

  it('is told which commands there are, where there is none of that name', () => {
    for (const type of ['cmd.holt', 'cmd.', 'cmd.__proto__']) {
      expect(checkInput({ ...sample('cmd.hold'), type })).toEqual({
        ok: false,
        kind: 'command',
        refusal: { reason: 'invalid', field: 'type', allowed: `one of ${commands.join(', ')}` },
        id: 'k1',
        what: null,
        by: asked.by,
      });
    }
  });

  it('is refused where a field of it cannot be read', () => {
    const input = sample('cmd.hold');
    Object.defineProperty(input, 'call', { enumerable: true, get: raise });
    expect(checkInput(input)).toMatchObject({
      ...refused('', 'plain data that can be read'),
      id: 'k1',
      what: 'cmd.hold',
    });
  });
});

describe('an observation that is not well formed', () => {
  it.each<[type: InputType, path: string, value: unknown, problem: string]>([
    [
      'leg.ended',
      'cause',
      'tired',
      'cause must be one of normal, busy, rejected, noAnswer, unreachable, cancelled, lost, presumed',
    ],
    ['leg.placed', 'at', undefined, 'at must be one of none, main, side, treated, tap'],
    ['leg.muted', 'basis', 'guessed', 'basis must be one of seen, assumed'],
    ['call.found', 'legs', [], 'legs must be a list of 1 to 4'],
    [
      'call.found',
      'legs',
      Array.from({ length: 5 }, () => ({ native: 'x', role: 'agent', endpoint: '1' })),
      'legs must be a list of 1 to 4',
    ],
    ['call.found', 'legs', { length: 1 }, 'legs must be a list of 1 to 4'],
    ['call.found', 'legs.0.role', 'guest', 'legs[0].role must be one of customer, agent'],
    ['switch.back', 'snapshot', undefined, 'snapshot must be an object'],
    ['switch.back', 'snapshot.legs.0', null, 'snapshot.legs[0] must be an object'],
    ['switch.back', 'snapshot.legs.0.up', 'yes', 'snapshot.legs[0].up must be true or false'],
    [
      'switch.back',
      'snapshot.legs',
      Object.assign([], { length: 100_001 }),
      'snapshot.legs must be a list of 0 to 100000',
    ],
    ['switch.back', 'snapshot.legs', Object.assign([], { length: 1 }), 'snapshot.legs[0] must be an object'],
    ['timer.fired', 'timer', 4, 'timer must be text of 1 to 128 characters without control characters'],
  ])('is told as a problem: %s with %s', (type, path, value, problem) => {
    expect(changed(type, path, value)).toEqual({ ok: false, kind: 'observation', problem: `${type}: ${problem}` });
  });

  it('may be of no type that there is', () => {
    expect(checkInput({ type: 'leg.vanished' })).toEqual({
      ok: false,
      kind: 'observation',
      problem: 'unknown type: "leg.vanished"',
    });
  });

  it.each([null, undefined, 7, 'cmd.hold', [], {}, { type: 7 }, [sample('cmd.hold')]])(
    'may be no input at all: %j',
    (value) => {
      expect(checkInput(value)).toEqual({
        ok: false,
        kind: 'observation',
        problem: 'an input is an object with a type',
      });
    },
  );

  it('is not read beyond what it holds itself', () => {
    expect(checkInput(Object.create(sample('switch.lost')))).toMatchObject({ ok: false });
    const stepchild = Object.assign(Object.create({ mode: 'shout' }) as object, sample('leg.answered'), {
      type: 'leg.placed',
      at: 'tap',
    });
    expect(checkInput(stepchild)).toMatchObject({ ok: false });
    const heir = Object.assign(Object.create({ switch: 'pbx' }) as object, { type: 'switch.lost', basis: 'seen' });
    expect(checkInput(heir)).toMatchObject({ ok: false, kind: 'observation' });
    const legs: object = Object.assign([], { length: 1 });
    Object.setPrototypeOf(
      legs,
      Object.assign(Object.create(Array.prototype) as object, { 0: { native: 'x', up: true, at: 'none' } }),
    );
    expect(changed('switch.back', 'snapshot.legs', legs)).toMatchObject({ ok: false });
  });

  it('may throw at every touch', () => {
    const traps = Object.fromEntries(
      Reflect.ownKeys(Reflect)
        .filter((key) => typeof key === 'string')
        .map((key) => [key, raise]),
    );
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const value of [new Proxy({}, traps), new Proxy([], traps), proxy]) {
      expect(checkInput(value)).toMatchObject({ ok: false, kind: 'observation' });
      expect(checkInput({ ...sample('cmd.hold'), by: value })).toMatchObject({
        ok: false,
        kind: 'command',
        by: null,
        id: 'k1',
      });
      expect(checkInput({ ...sample('switch.back'), snapshot: value })).toMatchObject({
        ok: false,
        kind: 'observation',
      });
    }
  });
});

describe('whatever comes in', () => {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
  });

  it('is admitted or not, and nothing throws', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(...types), (value, type) => {
        expect(checkInput(value)).toMatchObject({ ok: false, kind: 'observation' });
        const kind = type.startsWith('cmd.') ? 'command' : 'observation';
        expect(checkInput({ ...(value as object), type })).toMatchObject({ ok: false, kind });
      }),
    );
  });

  it('is not admitted where one value is replaced by one that cannot be right', () => {
    const wrong = fc.constantFrom<unknown>(7, 'x'.repeat(201), [], {}, Symbol('x'), () => 0, 10n, NaN);
    const place = fc
      .constantFrom(...types)
      .chain((type) => fc.constantFrom(...pathsOf(sample(type))).map((path) => ({ type, path })));
    fc.assert(
      fc.property(place, wrong, ({ type, path }, value) => {
        // An empty list of legs is as good a snapshot as one that is full, and a long text may be a routing.
        fc.pre(!(path.at(-1) === 'legs' && type === 'switch.back'));
        fc.pre(!(path.at(-1) === 'routing' && typeof value === 'string'));
        expect(checkInput(withValueAt(sample(type), path, value)).ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is not admitted with one field more or one needed field less', () => {
    const optional = new Set([
      'device',
      'clientRef',
      'agent',
      'hotline',
      'queue',
      'expectedAgentLeg',
      'target',
      'mode',
      'native',
      'call',
    ]);
    for (const type of types) {
      for (const path of pathsOf(sample(type))) {
        const key = path.at(-1);
        if (key !== undefined && !optional.has(key)) {
          expect(checkInput(withValueAt(sample(type), path, undefined)).ok).toBe(false);
        }
        if (typeof valueAt(sample(type), path) === 'object' && key !== 'legs') {
          expect(checkInput(withValueAt(sample(type), [...path, 'extra'], 'x')).ok).toBe(false);
        }
      }
    }
  });
});

function checkedInput(value: unknown): Input {
  const checked = checkInput(value);
  if (!checked.ok) throw new Error(JSON.stringify(checked));
  return checked.input;
}

function raise(): never {
  throw new Error('mine');
}
