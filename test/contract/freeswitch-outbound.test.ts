import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { asId, type Switch, type SwitchEvent } from '@legwork/core';
import { openSwitch } from '@legwork/freeswitch';
import { createFrameReader, header, messageOf } from '@legwork/freeswitch/codec';
import { expect, onTestFinished, test } from 'vitest';
import { reachByTcp, serveFreeswitch } from '../../api/src/twins/serve-freeswitch.ts';
import { createFreeswitchTwin, type FreeswitchTwin } from '../../sim/src/twins/freeswitch/index.ts';
import { systemTime } from '../support/system-time.ts';
import { until } from '../support/freeswitch/until.ts';
import { effectOf, inShort } from '../support/switchboard.ts';

/** A port on which nobody listens. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** A FreeSWITCH whose dialplan connects each caller to that port, and goes on like this where nobody is there. */
const openTwin = async (port: number, otherwise: readonly string[], flags = 'async full') => {
  const twin = createFreeswitchTwin({
    time: systemTime,
    answering: () => ({ kind: 'answers', afterMs: 20 }),
    extension: (to) => (to === '1900' ? [`socket:127.0.0.1:${port} ${flags}`, ...otherwise] : ['answer', 'park']),
    reach: reachByTcp,
  });
  const served = await serveFreeswitch(twin, 0);
  onTestFinished(() => served.close());
  return { twin, served };
};

const openLegwork = async (twinPort: number, outboundPort: number) => {
  const events: SwitchEvent[] = [];
  const port = await openSwitch({
    id: 'sw',
    host: '127.0.0.1',
    port: twinPort,
    password: 'ClueCon',
    dial: 'sofia/lab/{to}',
    outbound: { host: '127.0.0.1', port: outboundPort },
    times: { modeMs: 40, settleMs: 150, firstBackoffMs: 20, longestBackoffMs: 100 },
  });
  onTestFinished(() => port.close());
  port.events.subscribe((event) => events.push(event));
  return { port, events };
};

const stateOf = (twin: FreeswitchTwin, uuid: string): string | undefined => {
  const channel = twin.channels().find((one) => one.uuid === uuid);
  return channel === undefined ? undefined : channel.isAnswered ? 'up' : 'waits';
};
const performing = (port: Switch) => {
  let ops = 0;
  return (wish: Parameters<typeof effectOf>[0]): void => {
    ops += 1;
    port.perform({ ...effectOf({ call: 'c1', ...wish }, asId(`${ops}.1`)), switch: asId('sw') });
  };
};
const told = (events: readonly SwitchEvent[], leg: string): readonly string[] =>
  events.flatMap((event) => ('native' in event && event.native === leg ? [inShort(event)] : []));

test('a call that FreeSWITCH brings over a socket of its own is offered, answered, and talks with an agent; it hangs on no socket', async () => {
  const outbound = await freePort();
  const { twin, served } = await openTwin(outbound, ['hangup:NO_ROUTE_DESTINATION']);
  const { port, events } = await openLegwork(served.port, outbound);
  const customer = twin.call({ from: '0901', to: '1900' });
  await until('the offer', () => events.some(({ type }) => type === 'leg.offered'));
  expect(events.find(({ type }) => type === 'leg.offered')).toMatchObject({
    native: customer,
    from: '0901',
    to: '1900',
  });
  await until('only commands and events to have a connection', () => twin.connections === 2);
  expect(stateOf(twin, customer)).toBe('waits');

  const perform = performing(port);
  perform({ do: 'answer', leg: customer });
  perform({ do: 'dial', leg: 'c1.2', to: 'agent' });
  await until('both to be up', () => [customer, 'c1.2'].every((leg) => told(events, leg).includes('answered')));
  for (const leg of [customer, 'c1.2']) perform({ do: 'join', leg });
  await until('both to talk', () => twin.hears(customer, 'c1.2') && twin.hears('c1.2', customer));
  twin.hangUp(customer);
  await until('the end', () => told(events, customer).includes('ended normal'));
  expect(told(events, customer).filter((one) => one === 'offered')).toHaveLength(1);
});

test('a Legwork that goes away drops no call that waits: the next one is offered it', async () => {
  const outbound = await freePort();
  const { twin, served } = await openTwin(outbound, ['hangup:NO_ROUTE_DESTINATION']);
  const first = await openLegwork(served.port, outbound);
  const customer = twin.call({ from: '0901', to: '1900' });
  await until('the offer', () => first.events.some(({ type }) => type === 'leg.offered'));
  await first.port.close();
  await until('its connections to be gone', () => twin.connections === 0);
  const second = await openLegwork(served.port, outbound);
  const isKnown = (): boolean =>
    second.events.some(
      (event) =>
        (event.type === 'switch.back' && event.snapshot?.legs.some(({ native }) => native === customer) === true) ||
        (event.type === 'leg.offered' && event.native === customer),
    );
  await until('the caller to be known', isKnown);
  expect(stateOf(twin, customer)).toBe('waits');
});

test('where no Legwork listens, or it cannot reach FreeSWITCH, the dialplan goes on with the call', async () => {
  const outbound = await freePort();
  const { twin, served } = await openTwin(outbound, ['answer', 'park']);
  const alone = twin.call({ from: '0901', to: '1900' });
  await until('the dialplan to have gone on', () => stateOf(twin, alone) === 'up');

  const { events } = await openLegwork(served.port, outbound);
  served.keepOut(true);
  await until('the loss', () => events.some(({ type }) => type === 'switch.lost'));
  const unreachable = twin.call({ from: '0902', to: '1900' });
  await until('the dialplan to have gone on', () => stateOf(twin, unreachable) === 'up');
  expect(events.some(({ type }) => type === 'leg.offered')).toBe(false);
});

test('whoever connects and says that they bring a call is believed nothing that FreeSWITCH does not say', async () => {
  const outbound = await freePort();
  const { twin, served } = await openTwin(outbound, []);
  const { events } = await openLegwork(served.port, outbound);
  const talking = twin.call({ from: '0901', to: '9000' });
  await until('the call to be up', () => stateOf(twin, talking) === 'up');
  for (const uuid of [talking, 'nobody', '%0aapi%20hupall']) {
    const impostor = connect(outbound, '127.0.0.1');
    const said: string[] = [];
    impostor.on('data', (bytes) => {
      said.push(String(bytes).trim());
      const reply = String(bytes).startsWith('connect') ? `Unique-ID: ${uuid}\n` : '';
      impostor.write(`Content-Type: command/reply\nReply-Text: +OK\n${reply}\n`);
    });
    await once(impostor, 'close');
    expect(said).toEqual(['connect', 'exit']);
  }
  expect(stateOf(twin, talking)).toBe('up');
  expect(events.some(({ type }) => type === 'leg.offered')).toBe(false);
});

/** A client of another make, to which FreeSWITCH connects. */
const openDirector = async (): Promise<{ readonly port: number; readonly line: Promise<Line> }> => {
  const lines = Promise.withResolvers<Line>();
  const server: Server = createServer((socket) => lines.resolve(lineOf(socket))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, line: lines.promise };
};
interface Line {
  say(text: string): void;
  hang(): void;
  readonly told: string[];
}
const lineOf = (socket: Socket): Line => {
  const reader = createFrameReader();
  const words: string[] = [];
  socket.on('error', () => socket.destroy());
  socket.on('close', () => words.push('closed'));
  socket.on('data', (chunk: Buffer) => {
    for (const frame of reader.read(chunk).frames) {
      const message = messageOf(frame);
      if (message.kind === 'reply') words.push(message.text.trim());
      else if (message.kind === 'event') words.push(header(message.event, 'Event-Name') ?? '');
      else words.push(message.kind);
    }
  });
  onTestFinished(() => void socket.destroy());
  return { say: (text) => socket.write(`${text}\n\n`), hang: () => socket.destroy(), told: words };
};

test('anybody can direct a call over the socket that the twin brings it on, and the call goes on in its dialplan when they hang up', async () => {
  const director = await openDirector();
  const { twin } = await openTwin(director.port, ['park']);
  const customer = twin.call({ from: '0901', to: '1900' });
  const line = await director.line;
  for (const command of [
    'connect',
    'myevents json',
    'linger 1',
    'sendmsg\ncall-command: execute\nexecute-app-name: answer',
  ])
    line.say(command);
  await until('the answer', () => stateOf(twin, customer) === 'up');
  expect(line.told.slice(0, 4)).toEqual(['%2BOK%0A', '+OK Events Enabled', '+OK will linger 1 seconds', '+OK']);
  await until('to be told', () => line.told.includes('CHANNEL_ANSWER'));
  line.hang();
  await until('the twin to have noticed', () => twin.connections === 0);
  expect(stateOf(twin, customer)).toBe('up');
});

test('a call that is directed without full takes no other command, and ends with its socket where its dialplan has nothing left', async () => {
  const director = await openDirector();
  const { twin } = await openTwin(director.port, [], '');
  const customer = twin.call({ from: '0901', to: '1900' });
  const line = await director.line;
  for (const command of ['connect', 'api status', 'exit']) line.say(command);
  await until('the goodbye', () => line.told.includes('closed'));
  expect(line.told).toEqual(['%2BOK%0A', '-ERR command not found', '+OK bye', 'disconnectNotice', 'closed']);
  await until('the end of the call', () => stateOf(twin, customer) === undefined);
});

test('keys that are diverted are told to whoever directs the call, subscribed to them or not, and to nobody else', async () => {
  const director = await openDirector();
  const { twin, served } = await openTwin(director.port, ['park']);
  const bystander = lineOf(connect(served.port, '127.0.0.1'));
  for (const command of ['auth ClueCon', 'event json DTMF CHANNEL_ANSWER']) bystander.say(command);
  await until('a bystander to listen', () => bystander.told.includes('+OK event listener enabled json'));
  const customer = twin.call({ from: '0901', to: '1900' });
  const line = await director.line;
  for (const command of ['connect', 'divert_events', 'event json CHANNEL_ANSWER', 'divert_events on'])
    line.say(command);
  await until('the diversion', () => line.told.includes('+OK events diverted'));
  expect(line.told).toContain('-ERR missing value.');
  twin.press(customer, '1');
  await until('the key', () => line.told.includes('DTMF'));
  line.say('divert_events off');
  await until('the end of the diversion', () => line.told.includes('+OK events not diverted'));
  expect(bystander.told).not.toContain('DTMF');
  twin.press(customer, '2');
  await until('the key to be told to all', () => bystander.told.includes('DTMF'));
  expect(line.told.filter((told) => told === 'DTMF')).toHaveLength(1);
});
