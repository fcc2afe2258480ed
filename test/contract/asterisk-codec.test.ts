import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causeOf, q850Of } from '../../adapters/asterisk/src/codec/cause.ts';
import { eventTypes, fieldsOf, readEvent } from '../../adapters/asterisk/src/codec/event.ts';
import { createManagerReader, writeAction } from '../../adapters/asterisk/src/codec/manager.ts';
import { namesFor } from '../../adapters/asterisk/src/codec/names.ts';
import { settle } from '../../adapters/asterisk/src/options.ts';
import { asId, modes } from '@legwork/core';

const recordings = join(import.meta.dirname, '../../../shared/recordings/asterisk');

describe('events of ARI', () => {
  it('whatever comes is read or left, and nothing throws', () => {
    const anything = fc.oneof(fc.string(), fc.json());
    const almost = fc
      .tuple(
        fc.constantFrom(...eventTypes),
        fc.dictionary(fc.constantFrom('channel', 'bridge', 'peer', 'cause', 'playback'), fc.jsonValue()),
      )
      .map(([type, fields]) => JSON.stringify({ ...fields, type }));
    fc.assert(
      fc.property(fc.oneof(anything, almost), (text) => {
        const event = readEvent(text);
        expect(event === null || eventTypes.includes(event.type)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.runIf(existsSync(recordings))('every recorded event of a type that is read is read whole', () => {
    const unread: string[] = [];
    let read = 0;
    for (const file of readdirSync(recordings)) {
      for (const line of readFileSync(join(recordings, file), 'utf8').split('\n').filter(Boolean)) {
        const told = fieldsOf(fieldsOf(JSON.parse(line))['e']);
        if (!eventTypes.some((type) => type === told['type'])) continue;
        if (readEvent(JSON.stringify(told)) === null) unread.push(JSON.stringify(told));
        else read += 1;
      }
    }
    expect(unread).toEqual([]);
    expect(read).toBeGreaterThan(1000);
  });
});

describe('the manager interface', () => {
  it('packets are the same however they arrive', () => {
    const field = fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[\w /-]{0,20}$/));
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 1 }), { minLength: 1 }),
        fc.array(fc.nat(40)),
        (packets, cuts) => {
          const wire = packets.map((fields) => writeAction(Object.fromEntries(fields))).join('');
          const read = createManagerReader();
          const got: object[] = [];
          let at = 0;
          for (const cut of [...cuts, wire.length]) {
            got.push(...read(wire.slice(at, at + cut)).map((packet) => Object.fromEntries(packet)));
            at += cut;
          }
          const wanted = packets.map((fields) =>
            Object.fromEntries(Object.entries(Object.fromEntries(fields)).map(([key, value]) => [key, value.trim()])),
          );
          expect(got).toEqual(wanted);
        },
      ),
    );
  });

  it('a line break in a value does not begin another field', () => {
    expect(writeAction({ Action: 'Redirect', Channel: 'x\r\nAction: Command' })).toBe(
      'Action: Redirect\r\nChannel: x Action: Command\r\n\r\n',
    );
  });
});

describe('why a leg has ended', () => {
  const dialled = { wasUp: false, hasRung: true, isCaller: false, asked: null };
  it.for([
    [17, dialled, 'busy'],
    [21, dialled, 'rejected'],
    [19, dialled, 'noAnswer'],
    [19, { ...dialled, hasRung: false }, 'unreachable'],
    [20, dialled, 'unreachable'],
    [16, { ...dialled, wasUp: true }, 'normal'],
    [38, { ...dialled, wasUp: true }, 'lost'],
    [16, { ...dialled, asked: 'normal' }, 'cancelled'],
    [127, { ...dialled, isCaller: true }, 'cancelled'],
  ] as const)('%s of %o is %s', ([q850, course, cause]) => {
    expect(causeOf(q850, course)).toBe(cause);
  });

  it('what is hung up with has a number that Asterisk turns into the answer that is meant', () => {
    expect(['busy', 'rejected', 'noAnswer', 'unreachable', 'normal'].map((cause) => q850Of(cause as 'busy'))).toEqual([
      17, 21, 19, 1, 16,
    ]);
  });
});

describe('names', () => {
  const names = namesFor('legwork');
  it('tell what they were made of', () => {
    const leg = fc.tuple(fc.constantFrom('c', 's'), fc.nat(), fc.nat()).map(([kind, n, m]) => `${kind}${n}.${m}`);
    fc.assert(
      fc.property(leg, leg, fc.constantFrom(...modes), (one, other, mode) => {
        const target = names.channel(asId(other));
        const snoop = names.snoop({ leg: asId(one), target, mode }, asId('7.1'));
        expect(names.readSnoop(snoop)).toEqual({ leg: one, target, mode });
        expect(names.native(target)).toBe(other);
        expect(names.isDialled(snoop)).toBe(false);
      }),
    );
  });

  it("leave other people's channels alone", () => {
    expect(names.channel(asId('1795330981.0'))).toBe('1795330981.0');
    expect([names.isOurs('1795330981.0'), names.readMix('d2c57d15-b515-415f-b4c4-fdcabdd6f5ac')]).toEqual([
      false,
      null,
    ]);
  });
});

describe('what is dialled', () => {
  const { dialString } = settle({
    id: 'pbx',
    url: 'http://127.0.0.1:8088/ari',
    user: 'u',
    password: 'p',
    dialling: [
      { matches: '\\d{3}', dial: 'PJSIP/$&' },
      { matches: '0(\\d+)', dial: 'PJSIP/+84$1@trunk' },
    ],
  });

  it('follows the first rule that matches the whole of it', () => {
    expect(['101', '0901234567', '1010', 'lan'].map(dialString)).toEqual([
      'PJSIP/101',
      'PJSIP/+84901234567@trunk',
      null,
      null,
    ]);
  });

  it('holds nothing that means more to Asterisk', () => {
    for (const text of ['101&102', '101,30', '101/x', '101 ', '10\n1', '']) expect(dialString(text)).toBeNull();
  });
});
