import { createServer } from 'node:net';
import type { SwitchEvent } from '@legwork/core';
import { openSwitch } from '@legwork/freeswitch';
import { createFrameReader, header, messageOf, type EslEvent } from '@legwork/freeswitch/codec';
import { describe, expect, onTestFinished, test } from 'vitest';
import { receivedIn, recordingNames } from '../support/freeswitch/recordings.ts';
import { until } from '../support/freeswitch/until.ts';

const eventFrames = (name: string): readonly { readonly bytes: Buffer; readonly event: EslEvent }[] =>
  createFrameReader()
    .read(receivedIn(name))
    .frames.flatMap((frame) => {
      const message = messageOf(frame);
      if (message.kind !== 'event') return [];
      const head = `Content-Length: ${frame.body.length}\nContent-Type: ${frame.type}\n\n`;
      return [{ bytes: Buffer.concat([Buffer.from(head), frame.body]), event: message.event }];
    });

/** A machine that has no channels, and then tells everything that a real one told. */
const tells = async (stream: Buffer): Promise<{ readonly port: number; readonly begin: () => void }> => {
  const listening: ((bytes: string | Buffer) => void)[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    const reply = (text: string): void => void socket.write(`Content-Type: command/reply\nReply-Text: ${text}\n\n`);
    socket.write('Content-Type: auth/request\n\n');
    socket.setEncoding('utf8').on('data', (text) => {
      for (const command of String(text)
        .split('\n\n')
        .filter((one) => one !== '')) {
        if (command.startsWith('api show'))
          socket.write('Content-Type: api/response\nContent-Length: 17\n\n{"row_count": 0}\n');
        else if (command.startsWith('api')) socket.write('Content-Type: api/response\nContent-Length: 4\n\n+OK\n');
        else reply('+OK');
        if (command.startsWith('event')) listening.push((bytes) => void socket.write(bytes));
        if (command.startsWith('bgapi')) {
          const event = '{"Event-Name":"BACKGROUND_JOB","Core-UUID":"one"}';
          for (const tell of listening)
            tell(`Content-Length: ${event.length}\nContent-Type: text/event-json\n\n${event}`);
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    begin: () => listening.forEach((tell) => tell(stream)),
  };
};

/** What of a recording Legwork has to notice: who talks with whom in a call that it did not start, and that they end. */
const expectedOf = (events: readonly EslEvent[]) => {
  const found: string[] = [];
  const known = new Set<string>();
  const gone = new Set<string>();
  for (const event of events) {
    const name = header(event, 'Event-Name') ?? '';
    if (name === 'CHANNEL_BRIDGE') {
      const pair = ['Bridge-A-Unique-ID', 'Bridge-B-Unique-ID'].map((one) => header(event, one) ?? '');
      if (pair.some((uuid) => uuid === '' || known.has(uuid))) continue;
      found.push(pair.toSorted().join(' '));
      for (const uuid of pair) known.add(uuid);
    } else if (/^CHANNEL_(?:HANGUP|DESTROY)/.test(name)) {
      const uuid = header(event, 'Unique-ID') ?? '';
      if (known.has(uuid)) gone.add(uuid);
    }
  }
  return { found, gone };
};

describe.runIf(recordingNames.length > 0)('the adapter, told what a real FreeSWITCH told,', () => {
  test.for(recordingNames)('finds the calls of others and sees each leg end once: %s', async (name) => {
    const frames = eventFrames(name);
    const expected = expectedOf(frames.map(({ event }) => event));
    const { port, begin } = await tells(Buffer.concat(frames.map(({ bytes }) => bytes)));
    const told: SwitchEvent[] = [];
    const adapter = await openSwitch({
      id: 'sw',
      host: '127.0.0.1',
      port,
      password: 'p',
      dial: 'sofia/lab/{to}',
      times: { lagMs: 1e15, settleMs: 1 },
    });
    adapter.events.subscribe((event) => told.push(event));
    begin();
    const ended = (): readonly string[] => told.flatMap((event) => (event.type === 'leg.ended' ? [event.native] : []));
    const found = (): readonly string[] =>
      told.flatMap((event) =>
        event.type === 'call.found'
          ? [
              event.legs
                .map(({ native }) => native)
                .toSorted()
                .join(' '),
            ]
          : [],
      );
    await until(
      'everything to be told',
      () => ended().length >= expected.gone.size && found().length >= expected.found.length,
    );
    expect(found()).toEqual(expected.found);
    expect(ended().toSorted()).toEqual([...expected.gone].toSorted());
    expect(told.filter(({ type }) => type === 'switch.lost' || type === 'effect.refused')).toEqual([]);
    await adapter.close();
  });
});
