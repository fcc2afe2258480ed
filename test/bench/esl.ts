import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFrameReader, header, messageOf } from '@legwork/freeswitch/codec';
import { receivedIn, recordingNames } from '../support/freeswitch/recordings.ts';
import { median } from './measure.ts';

// npm run bench:esl [-- RUNS]
//
// Reads the events of all recordings, as `event json` sends them, in chunks as TCP brings them, and asks each for five headers: with the codec of
// the FreeSWITCH adapter; by parsing each body as JSON; and with modesl and esl-lite where LEGWORK_ESL_LIBRARIES names a node_modules folder that
// has them. All in one process, in turns; figures are medians of processor time.

const wanted = ['Event-Name', 'Unique-ID', 'Other-Leg-Unique-ID', 'Answer-State', 'Hangup-Cause'] as const;
const chunkBytes = 0x1_0000;

const jsonStream = (): Buffer => {
  const frames: string[] = [];
  for (const name of recordingNames) {
    for (const frame of createFrameReader().read(receivedIn(name)).frames) {
      if (frame.type !== 'text/event-plain') continue;
      const [head = '', ...rest] = frame.body.toString('utf8').split('\n\n');
      const fields = head.split('\n').map((line) => {
        const colon = line.indexOf(': ');
        return [line.slice(0, colon), decode(line.slice(colon + 2))] as const;
      });
      const body = rest.join('\n\n');
      const event = JSON.stringify(Object.fromEntries(body === '' ? fields : [...fields, ['_body', body]]));
      frames.push(`Content-Length: ${Buffer.byteLength(event)}\nContent-Type: text/event-json\n\n${event}`);
    }
  }
  return Buffer.from(frames.join(''));
};
const decode = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    // A percent sign that FreeSWITCH let through.
    return value;
  }
};

const chunksOf = (stream: Buffer): readonly Buffer[] =>
  Array.from({ length: Math.ceil(stream.length / chunkBytes) }, (_, n) =>
    stream.subarray(n * chunkBytes, (n + 1) * chunkBytes),
  );

/** Reads all chunks, and tells how many events there were and how many of the wanted headers they had. */
type Reader = (chunks: readonly Buffer[]) => Found | Promise<Found>;
interface Found {
  events: number;
  headers: number;
}
type Parsed = Readonly<Record<string, unknown>>;

const count = (found: Found, event: Parsed): void => {
  found.events += 1;
  for (const name of wanted) if (event[name] !== undefined) found.headers += 1;
};

const legwork: Reader = (chunks) => {
  const found = { events: 0, headers: 0 };
  const reader = createFrameReader();
  for (const chunk of chunks) {
    for (const frame of reader.read(chunk).frames) {
      const message = messageOf(frame);
      if (message.kind !== 'event') continue;
      found.events += 1;
      for (const name of wanted) if (header(message.event, name) !== undefined) found.headers += 1;
    }
  }
  return found;
};

const parsing: Reader = (chunks) => {
  const found = { events: 0, headers: 0 };
  const reader = createFrameReader();
  for (const chunk of chunks)
    for (const { body } of reader.read(chunk).frames) count(found, JSON.parse(body.toString('utf8')) as Parsed);
  return found;
};

const modeslFrom = (folder: string): Reader => {
  const load = createRequire(join(folder, 'none.js'));
  const Parser = load(join(folder, 'modesl/lib/esl/Parser')) as new (socket: EventEmitter) => EventEmitter;
  return (chunks) => {
    const found = { events: 0, headers: 0 };
    const socket = new EventEmitter();
    const parser = new Parser(socket);
    parser.on('esl::event', (event: { getHeader(name: string): unknown }) => {
      found.events += 1;
      for (const name of wanted) if (event.getHeader(name) !== null) found.headers += 1;
    });
    for (const chunk of chunks) socket.emit('data', chunk);
    return found;
  };
};

const eslLiteFrom = async (folder: string): Promise<Reader> => {
  const { FreeSwitchParser } = (await import(pathToFileURL(join(folder, 'esl-lite/esl-lite.mjs')).href)) as {
    readonly FreeSwitchParser: (chunks: AsyncIterable<Buffer>, logger: object) => AsyncIterable<{ body: Buffer }>;
  };
  return async (chunks) => {
    const found = { events: 0, headers: 0 };
    const socket = async function* () {
      yield* chunks;
    };
    for await (const { body } of FreeSwitchParser(socket(), {})) {
      // What its client does with the body of each event.
      count(found, JSON.parse(body.toString('utf8')) as Parsed);
    }
    return found;
  };
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);
if (recordingNames.length === 0) {
  say('no recordings of a FreeSWITCH beside this repository: nothing to measure');
  process.exit(0);
}
const stream = jsonStream();
const chunks = chunksOf(stream);
const folder = process.env['LEGWORK_ESL_LIBRARIES'];
const readers: Record<string, Reader> = { legwork, 'JSON.parse': parsing };
if (folder !== undefined) {
  readers['modesl'] = modeslFrom(folder);
  readers['esl-lite'] = await eslLiteFrom(folder);
}
const runs = Number(process.argv[2] ?? 7);
const measured: Record<string, number[]> = Object.fromEntries(Object.keys(readers).map((name) => [name, []]));
let events = 0;
for (let run = 0; run <= runs; run += 1) {
  for (const [name, read] of Object.entries(readers)) {
    const before = process.cpuUsage();
    const found = await read(chunks);
    const { user, system } = process.cpuUsage(before);
    // The first time is for warming up, and to see that all find the same.
    if (run > 0) measured[name]?.push((user + system) / 1e6);
    else if (name === 'legwork') ({ events } = found);
    if (found.events !== events) throw new Error(`${name} found ${found.events} events of ${events}`);
  }
}
say(`${events.toLocaleString('en')} events, ${(stream.length / 1e6).toFixed(1)} MB, ${runs} runs`);
const ours = median(measured['legwork'] ?? []);
for (const [name, seconds] of Object.entries(measured)) {
  const middle = median(seconds);
  const perSecond = `${(stream.length / 1e6 / middle).toFixed(0)} MB/s, ${Math.round(events / middle).toLocaleString('en')} events/s`;
  say(
    `${name.padEnd(12)} ${perSecond}${name === 'legwork' ? '' : `; legwork is ${(middle / ours).toFixed(1)} × as fast`}`,
  );
}
if (folder === undefined) say('LEGWORK_ESL_LIBRARIES is not set: modesl and esl-lite were not measured');
