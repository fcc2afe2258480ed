import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyOf, createFrameReader, header, messageOf, type Frame } from '@legwork/freeswitch/codec';
import { readRecording, receivedIn, recordingNames } from '../support/freeswitch/recordings.ts';

const framesOf = (...chunks: readonly Uint8Array[]) => {
  const reader = createFrameReader();
  const frames: Frame[] = [];
  let problem = null;
  for (const chunk of chunks) {
    const read = reader.read(chunk);
    frames.push(...read.frames);
    ({ problem } = read);
  }
  return { frames, problem, heldBytes: reader.heldBytes };
};
const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');
const plain = ({ type, headers, body }: Frame) => ({ type, headers: [...headers], body: body.toString('latin1') });

const stream = [
  'Content-Type: auth/request\n\n',
  'Content-Type: command/reply\nReply-Text: +OK accepted\n\n',
  'Content-Type: api/response\nContent-Length: 22\n\n-ERR No such channel!\n',
  'Content-Type: api/response\nContent-Length: 0\n\n',
  'Content-Length: 44\nContent-Type: text/event-json\n\n{"Event-Name":"X","ü":"\\n","_body":"+OK\\n"}\n',
  'Content-Length: 54\nContent-Type: text/event-plain\n\nEvent-Name: BACKGROUND_JOB\nContent-Length: 4\n\n+OK\n\n\n\n\n',
  'Content-Type: text/disconnect-notice\nContent-Length: 10\n\nGood bye.\n',
].map(bytes);
const whole = Buffer.concat(stream);

describe('frames', () => {
  test('are the same wherever the stream is cut in two', () => {
    const expected = framesOf(whole).frames.map(plain);
    expect(expected).toHaveLength(stream.length);
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const { frames, heldBytes } = framesOf(whole.subarray(0, cut), whole.subarray(cut));
      expect(frames.map(plain)).toEqual(expected);
      expect(heldBytes).toBe(0);
    }
  });

  test('are the same byte by byte, and in chunks of any size', () => {
    const expected = framesOf(whole).frames.map(plain);
    expect(framesOf(...[...whole].map((byte) => Uint8Array.of(byte))).frames.map(plain)).toEqual(expected);
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.toSorted((one, other) => one - other), whole.length];
        const chunks = at.slice(1).map((end, n) => whole.subarray(at[n], end));
        expect(framesOf(...chunks).frames.map(plain)).toEqual(expected);
      }),
    );
  });

  test('say what they are', () => {
    expect(framesOf(whole).frames.map((frame) => messageOf(frame).kind)).toEqual([
      'authRequest',
      'reply',
      'response',
      'response',
      'event',
      'event',
      'disconnectNotice',
    ]);
  });

  test('of a switch that keeps us out are told apart', () => {
    const rude = 'Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n';
    expect(framesOf(bytes(rude)).frames.map(messageOf)).toEqual([
      { kind: 'rejected', text: 'Access Denied, go away.' },
    ]);
  });

  test('without a length have no body, and the next begins behind the empty line', () => {
    expect(framesOf(bytes('Content-Type: api/response\n\nContent-Type: auth/request\n\n')).frames.map(plain)).toEqual([
      { type: 'api/response', headers: [['Content-Type', 'api/response']], body: '' },
      { type: 'auth/request', headers: [['Content-Type', 'auth/request']], body: '' },
    ]);
  });

  test('may tell the same length twice', () => {
    const twice = 'Content-Length: 2\nContent-Type: api/response\nContent-Length: 2\n\nhi';
    expect(framesOf(bytes(twice))).toMatchObject({ problem: null, frames: [{ type: 'api/response' }] });
  });

  test.for([
    ['lengthTwice', 'Content-Length: 2\nContent-Length: 3\n\nabc'],
    ['lengthMalformed', 'Content-Length: -1\n\n'],
    ['lengthMalformed', 'Content-Length: 1e3\n\n'],
    ['lengthMalformed', 'Content-Length: \n\n'],
    ['bodyTooLong', `Content-Length: ${0x100_0000 + 1}\n\n`],
    ['headerMalformed', 'HTTP/1.1 400 Bad Request\n\n'],
    ['headerTooLong', `X: ${'x'.repeat(0x4_0001)}`],
  ] as const)('that cannot be understood end the reading: %s', ([reason, text]) => {
    const reader = createFrameReader();
    const read = reader.read(bytes(`Content-Type: auth/request\n\n${text}`));
    expect(read.frames).toHaveLength(1);
    expect(read.problem?.reason).toBe(reason);
    expect(reader.read(bytes('Content-Type: auth/request\n\n')).frames).toEqual([]);
    expect(reader.heldBytes).toBe(0);
  });

  test('of the largest body that is allowed are read whole', () => {
    const length = 0x100_0000;
    const head = bytes(`Content-Type: api/response\nContent-Length: ${length}\n\n`);
    const body = Buffer.alloc(length, 'x');
    const chunks = Array.from({ length: 256 }, (_, n) => body.subarray((n * length) / 256, ((n + 1) * length) / 256));
    const { frames, heldBytes } = framesOf(head, ...chunks);
    expect(frames.map((frame) => frame.body.length)).toEqual([length]);
    expect(heldBytes).toBe(0);
  });

  test('of any bytes at all do no harm', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 8 }), (chunks) => {
        for (const frame of framesOf(...chunks).frames) {
          const message = messageOf(frame);
          if (message.kind === 'event') header(message.event, 'Event-Name');
        }
      }),
    );
  });
});

const eventFrom = (type: 'json' | 'plain', text: string) => {
  const frame = framesOf(bytes(`Content-Type: text/event-${type}\nContent-Length: ${bytes(text).length}\n\n${text}`));
  const [message] = frame.frames.map(messageOf);
  if (message?.kind !== 'event') throw new Error('no event');
  return message.event;
};

describe('an event', () => {
  test('in JSON gives each header as it was written, whatever it holds', () => {
    const values = fc.dictionary(
      fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,11}$/),
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 }),
      ),
    );
    fc.assert(
      fc.property(values, (headers) => {
        const event = eventFrom('json', JSON.stringify(headers));
        for (const [name, value] of Object.entries(headers)) {
          const expected = Array.isArray(value) ? `ARRAY::${value.join('|:')}` : value;
          expect(header(event, name)).toBe(Buffer.from(expected, 'utf8').toString('utf8'));
        }
      }),
    );
  });

  test('in JSON does not take a value that looks like a header for one', () => {
    const event = eventFrom('json', JSON.stringify({ first: '"Unique-ID":"forged"', other: '\\"Unique-ID":"forged' }));
    expect(header(event, 'Unique-ID')).toBeUndefined();
  });

  test.for(['{"a":"b', '{"a":', '{"a":["b"', '{"a":"\\u00"}', '{"a":7}', ''])(
    'that is cut off or odd has no such header: %s',
    (text) => {
      expect(header(eventFrom('json', text), 'a')).toBeUndefined();
    },
  );

  test('in plain text gives decoded headers, and its body is no header', () => {
    const event = eventFrom(
      'plain',
      'Event-Name: BACKGROUND_JOB\nName: Zo%C3%AB%0A100%\nContent-Length: 10\n\nFake: yes\n',
    );
    expect(header(event, 'Event-Name')).toBe('BACKGROUND_JOB');
    expect(header(event, 'Name')).toBe('Zoë\n100%');
    expect(header(event, 'Fake')).toBeUndefined();
    expect(bodyOf(event)).toBe('Fake: yes\n');
  });

  test('tells the result of a job in both formats', () => {
    expect(bodyOf(eventFrom('json', '{"Event-Name":"BACKGROUND_JOB","_body":"-ERR USER_BUSY\\n"}'))).toBe(
      '-ERR USER_BUSY\n',
    );
    expect(bodyOf(eventFrom('json', '{"Event-Name":"X"}'))).toBeUndefined();
    expect(bodyOf(eventFrom('plain', 'Event-Name: X\n\n'))).toBeUndefined();
  });
});

describe.runIf(recordingNames.length > 0)('what a real FreeSWITCH sent', () => {
  test.for(recordingNames)('is understood to the last byte: %s', (name) => {
    const received = receivedIn(name);
    const { frames, problem, heldBytes } = framesOf(received);
    expect(problem).toBeNull();
    expect(heldBytes).toBe(0);
    expect(frames.map(({ body }) => body.length)).toEqual(
      readRecording(name).flatMap(({ by, text }) => (by === 'switch' ? [text.length - text.indexOf('\n\n') - 2] : [])),
    );
    // Each cut anew, so that some fall into headers and some between frames.
    const step = 977;
    const chunks = Array.from({ length: Math.ceil(received.length / step) }, (_, n) =>
      received.subarray(n * step, (n + 1) * step),
    );
    expect(framesOf(...chunks).frames).toHaveLength(frames.length);
  });

  test('in JSON agrees with JSON.parse on every header of every event', () => {
    let headers = 0;
    for (const frame of framesOf(receivedIn('09-encoding-json.txt')).frames) {
      const message = messageOf(frame);
      if (message.kind !== 'event') continue;
      for (const [name, value] of Object.entries(JSON.parse(frame.body.toString('utf8')) as Record<string, unknown>)) {
        headers += 1;
        expect(header(message.event, name)).toBe(Array.isArray(value) ? `ARRAY::${value.join('|:')}` : value);
      }
    }
    expect(headers).toBeGreaterThan(500);
  });
});
