import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  asId,
  type CallId,
  type EffectId,
  type Endpoint,
  type LegId,
  type NativeId,
  type SwitchId,
} from '@legwork/core';
import { command, isUnsafe, originate, safe, wordsOf } from '@legwork/freeswitch/codec';
import type { Desk } from '../../adapters/freeswitch/src/desk.ts';
import { createLegs } from '../../adapters/freeswitch/src/legs.ts';
import { settingsOf } from '../../adapters/freeswitch/src/options.ts';
import { join } from '../../adapters/freeswitch/src/placing.ts';
import { createWaiting } from '../../adapters/freeswitch/src/waiting.ts';

// What has broken other people's dial plans, mixed with everything else.
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc
    .array(
      fc.constantFrom(
        '\n',
        '\r',
        '\n\n',
        '\0',
        ',',
        '^^:',
        '{',
        '}',
        '[',
        ']',
        '<',
        '>',
        '|',
        "'",
        '"',
        '`',
        '\\',
        '${system(id)}',
        '$',
        '&',
        '(',
        ')',
        ' ',
        '%0A',
        ':_:',
        '..',
        '+84',
        '100',
        'agent',
        '@host',
        'ü',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

const shapes = ['uuid', 'endpoint', 'digits', 'sound'] as const;

describe('a command', () => {
  test.for(shapes)('holds no %s that could end it, split it or be expanded', (shape) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const built = command`uuid_test ${safe(shape, text)} end`;
        if (typeof built === 'object') return;
        // oxlint-disable-next-line no-control-regex
        expect(built).not.toMatch(/[\u0000-\u001f\u007f,{}[\]<>|'"`\\$&()%^;=\u0085\u2028\u2029]/);
        expect(built.split(' ')).toHaveLength(3);
        expect(built).toContain(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('to originate is one command with exactly the variables that were meant', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (uuid, to, as) => {
        const variables = { park_after_bridge: 'true' };
        const built = originate({ uuid, to, as, dialString: 'sofia/gateway/trunk/{to}', ringSeconds: 20, variables });
        if (typeof built === 'object') return;
        expect(built).toMatch(
          /^originate \{origination_uuid=[\w.-]+,originate_timeout=20,ignore_early_media=true(,origination_caller_id_n(umber|ame)='[^',{}$\n]+'){0,2},park_after_bridge=true\}sofia\/gateway\/trunk\/[\w.@*#+:-]+ &park\(\)$/,
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('to originate shows of a number what can be shown, and rings whatever it is', () => {
    fc.assert(
      fc.property(hostile, (as) => {
        const ordinary = { uuid: 'c1.2', to: '100', dialString: 'sofia/lab/{to}', ringSeconds: 20, variables: {} };
        expect(originate({ ...ordinary, as })).toBeTypeOf('string');
        // oxlint-disable-next-line no-control-regex
        expect(wordsOf(as)).not.toMatch(/[\u0000-\u001f\u007f,{}[\]<>|'"`\\$&()%^;=\u0085\u2028\u2029]/);
      }),
    );
    expect(wordsOf('+84 (90) 123')).toBe('+84 90 123');
  });

  test('that brings three together names no room that others have named unsafely', async () => {
    const asked: string[] = [];
    const legs = createLegs();
    const call = asId<CallId>('c1');
    const [first, , third] = ['a', 'b', 'c'].map((id) => {
      const native = asId<NativeId>(id);
      const leg = legs.add({ native, origin: 'others', direction: 'inbound', endpoint: asId<Endpoint>('1'), call });
      return Object.assign(leg, { isUp: true, wish: { kind: 'mix', mix: 'main' } as const });
    });
    if (first === undefined || third === undefined) throw new Error('there are three');
    first.room = "x' inline\n\napi system id";
    const options = { id: 'sw', host: 'h', password: 'p', dial: 'user/{to}', times: { confirmMs: 1, settleMs: 1 } };
    const desk: Desk = {
      id: asId<SwitchId>('sw'),
      settings: settingsOf(options),
      legs,
      waiting: createWaiting(),
      jobs: new Map(),
      prompts: new Map(),
      recordings: new Map(),
      onThinner: () => undefined,
      tell: () => undefined,
      refuse: () => undefined,
      ask: (text) => Promise.resolve(String(asked.push(text))),
      isDone: () => undefined,
    };
    const effect = {
      type: 'join',
      op: asId<EffectId>('e1'),
      switch: desk.id,
      call,
      native: third.native,
      leg: asId<LegId>('c1.3'),
      mix: 'main',
    } as const;
    await join(desk, { ...effect, instead: null }, third);
    const moves = asked.filter((text) => text.startsWith('api uuid_transfer'));
    expect(moves).toHaveLength(3);
    for (const move of moves) expect(move).toMatch(/ 'conference:lw-c1-main@default' inline$/);
  });

  test('to originate takes what people really dial', () => {
    const ordinary = { uuid: 'c17.2', as: 'Zoë Söhne', dialString: 'sofia/lab/{to}', ringSeconds: 20, variables: {} };
    for (const to of ['+84901234567', '1000', 'agent1@127.0.0.1:5090', 'sip:agent1@example.com', '*97', '#31#100'])
      expect(originate({ ...ordinary, to })).toContain(`sofia/lab/${to.replace('sip:', '')} &park()`);
  });

  test('that is refused tells which part is wrong and what is allowed, and not the part itself', () => {
    const refused = originate({
      uuid: 'c1.1',
      to: '0901\n\nexit',
      as: '',
      dialString: '{to}',
      ringSeconds: 1,
      variables: {},
    });
    expect(refused).toEqual({ unsafe: 'endpoint', allowed: 'a number, an extension, or user@host' });
    const digits = safe('digits', '12;');
    expect(isUnsafe(digits)).toBe(true);
  });
});
