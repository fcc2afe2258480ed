import { bodyOf, createFrameReader, header, messageOf } from '@legwork/freeswitch/codec';
import { expect, test } from 'vitest';
import { createVirtualTime } from '../../sim/src/centre/index.ts';
import { faultNames, type ChosenFault, type FaultName } from '../../sim/src/faults/index.ts';
import type { EndpointBehaviour } from '../../sim/src/switch/index.ts';
import { createFreeswitchTwin, type FreeswitchTwin } from '../../sim/src/twins/freeswitch/index.ts';

const phones: Readonly<Record<string, EndpointBehaviour>> = {
  busy: { kind: 'busy', afterMs: 20 },
  nobody: { kind: 'ringsOut' },
};

/** A small morning at two agents' phones, and a supervisor's, over the event socket: when, and what. */
const morning: readonly (readonly [atMs: number, command: string])[] = [
  [100, 'bgapi originate {origination_uuid=c1.2,originate_timeout=30}sofia/lab/lan &park()'],
  [100, 'bgapi originate {origination_uuid=c2.2,originate_timeout=30}sofia/lab/mai &park()'],
  [100, 'bgapi originate {originate_timeout=30}sofia/lab/busy &park()'],
  [100, 'bgapi originate {origination_uuid=c3.2,originate_timeout=3}sofia/lab/nobody &park()'],
  [600, 'api uuid_answer c1.1'],
  [600, 'api uuid_answer c2.1'],
  [1000, 'api uuid_bridge c1.1 c1.2'],
  [1000, 'api uuid_bridge c2.1 c2.2'],
  [1500, 'bgapi originate {origination_uuid=s1.1}sofia/lab/minh &park()'],
  [2500, "api uuid_transfer s1.1 'eavesdrop:c1.2,park' inline"],
  [3000, 'sendevent MESSAGE\nunique-id: s1.1\neavesdrop-command: 2'],
  [3500, 'sendevent MESSAGE\nunique-id: s1.1\neavesdrop-command: 0'],
  [4000, 'api uuid_bridge c1.1 c1.2'],
  [5000, 'api uuid_kill nobody'],
  [5000, 'bgapi uuid_kill nobody'],
  [5500, 'api uuid_kill c3.2'],
  [6000, 'api uuid_transfer c2.1 park inline'],
  [6500, 'api uuid_bridge c2.1 c2.2'],
  [7000, 'api uuid_kill c1.2'],
  [8000, 'api uuid_broadcast c2.1 ivr/welcome.wav'],
  [8500, 'api uuid_kill c2.1'],
  [9000, 'api uuid_kill c2.2'],
  [9500, 'api uuid_kill s1.1'],
  [30_000, 'api show channels as json'],
];

/** What a client is told of that morning, with the time of each word; it connects again whenever it has to. */
const morningUnder = async (
  faults: readonly ChosenFault[],
  atMs = 0,
  look: (twin: FreeswitchTwin) => void = () => {},
) => {
  const time = createVirtualTime();
  const told: string[] = [];
  const twin = createFreeswitchTwin({
    time,
    faults,
    seed: 7,
    answering: ({ user }) => phones[user] ?? { kind: 'answers', afterMs: 200 },
    heartbeatMs: 1e9,
  });
  let wire: ReturnType<typeof twin.connect> | null = null;
  const connect = (): void => {
    const reader = createFrameReader();
    const door = { isOpen: true };
    const opened = twin.connect({
      write(bytes) {
        for (const frame of reader.read(Buffer.from(bytes, 'latin1')).frames) {
          const message = messageOf(frame);
          if (message.kind === 'reply' || message.kind === 'response') told.push(`${time.now()} ${message.text}`);
          if (message.kind !== 'event') continue;
          const words = [
            'Event-Name',
            'Unique-ID',
            'Hangup-Cause',
            'Bridge-B-Unique-ID',
            'Application-Data',
            'Job-Command-Arg',
          ];
          const { event } = message;
          told.push([time.now(), ...words.map((word) => header(event, word) ?? ''), bodyOf(event) ?? ''].join(' '));
        }
      },
      close() {
        door.isOpen = false;
        wire = null;
        told.push(`${time.now()} closed`);
        time.after(500, connect);
      },
    });
    if (!door.isOpen) return;
    wire = opened;
    wire.receive('auth ClueCon\n\nevent json ALL\n\n');
  };
  connect();
  for (const uuid of ['c1.1', 'c2.1']) twin.call({ uuid, from: '0901', to: '1900' });
  for (const [atMs, command] of morning) time.after(atMs, () => wire?.receive(`${command}\n\n`));
  time.after(atMs, () => look(twin));
  await time.pass(31_000, () => Promise.resolve());
  return { told, twin };
};

test.for(faultNames)('%s strikes on the wire of FreeSWITCH, and a client is told something else', async (name) => {
  const usual = (await morningUnder([])).told;
  const { told, twin } = await morningUnder([{ name, probability: 1 }]);
  const [struck] = twin.struck();
  expect(struck?.strikes?.length).toBeGreaterThan(0);
  expect(told).not.toEqual(usual);
});

test('a phone that is answered before it has rung does not ring any more', async () => {
  const { told } = await morningUnder([], 110, (twin) => twin.answer('c1.2'));
  const of = (name: string): readonly string[] => told.filter((line) => line.includes(`${name} c1.2`));
  expect(of('CHANNEL_ANSWER')).toHaveLength(1);
  expect(of('CHANNEL_PROGRESS')).toEqual([]);
});

test('a twin lies as it is told: a supervisor goes live, a phone was never called, who is dead goes on, who ends was not there', async () => {
  const always = (name: FaultName): readonly ChosenFault[] => [{ name, probability: 1 }];
  const heard: boolean[] = [];
  await morningUnder(always('monitorGoesLive'), 2_900, (twin) => heard.push(twin.hears('c1.1', 's1.1')));
  await morningUnder([], 2_900, (twin) => heard.push(twin.hears('c1.1', 's1.1')));
  expect(heard).toEqual([true, false]);

  const busy = await morningUnder(always('busyAtOnce'), 300, (twin) => heard.push(twin.channels().length > 2));
  expect(heard.at(-1)).toBe(false);
  expect(busy.told.filter((one) => one.includes('CHANNEL_HANGUP c1.2 USER_BUSY'))).toHaveLength(1);

  const zombie = await morningUnder(always('zombieLeg'), 8_700, (twin) =>
    heard.push(twin.channels().some(({ uuid }) => uuid === 'c2.1')),
  );
  expect(heard.at(-1)).toBe(true);
  expect(zombie.told.some((one) => one.includes('CHANNEL_HANGUP c2.1'))).toBe(true);

  const { told } = await morningUnder(always('hangUpFindsNoLeg'));
  expect(told.some((one) => one.includes('CHANNEL_HANGUP c2.1'))).toBe(false);
  expect(told).toContain('8501 -ERR No such channel!\n');
});

test('faults that have stopped strike nothing more, and the same strikes give the same morning', async () => {
  const { told, twin } = await morningUnder([{ name: 'wrongOrder' }, { name: 'hangUpTwice' }]);
  const struck = twin.struck();
  expect((await morningUnder(struck)).told).toEqual(told);
  twin.stopFaults();
  twin.call({ from: '0901', to: '1900' });
  expect(twin.struck()).toEqual(struck);
});

test('whatever a client writes, the twin stands, and answers whoever writes sense', async () => {
  const time = createVirtualTime();
  const twin = createFreeswitchTwin({ time, seed: 7, answering: () => ({ kind: 'ringsOut' }), heartbeatMs: 1e9 });
  const connect = () => {
    const door = { said: '', isOpen: true };
    const wire = twin.connect({
      write: (bytes) => void (door.said += bytes),
      close: () => void (door.isOpen = false),
    });
    wire.receive('auth ClueCon\n\nevent plain ALL\n\n');
    return { door, say: (text: string) => wire.receive(text) };
  };
  const wild = connect();
  const uuid = twin.call({ from: '0901', to: '1900' });
  await time.pass(100, () => Promise.resolve());
  for (const length of ['abc', '-20', '1.5', 'Infinity']) wild.say(`noevents\nContent-Length: ${length}\n\n`);
  wild.say('event plain ALL\n\nfilter Event-Name /(/\n\nfilter Event-Name -/[/\n\nfilter Event-Name CHANNEL\n\n');
  for (const name of ['constructor', 'toString', '__proto__']) wild.say(`api ${name} ${uuid}\n\n`);
  for (const separator of ['', '\\', 'w', ']', '(']) {
    wild.say(`bgapi originate {^^${separator}a=1${separator}originate_timeout=2}sofia/lab/lan &park()\n\n`);
  }
  for (const seconds of ['abc', '-1', '1e99', '1.0005', '']) {
    wild.say(`bgapi originate {originate_timeout=${seconds}}sofia/lab/lan &park()\n\n`);
    wild.say(`api uuid_setvar ${uuid} park_timeout 9${'9'.repeat(400)}\n\n`);
    wild.say(`api uuid_transfer ${uuid} 'sleep:${seconds},park' inline\n\n`);
    await time.pass(1000, () => Promise.resolve());
  }
  wild.say(`api uuid_transfer ${uuid} constructor inline\n\napi uuid_kill ${uuid} constructor\n\n`);
  await time.pass(200_000, () => Promise.resolve());
  expect(wild.door.isOpen).toBe(true);
  expect(wild.door.said).toContain('-ERR constructor Command not found!');
  expect(wild.door.said).toContain('Event-Name: CHANNEL_HANGUP');

  const endless = connect();
  for (let n = 0; n < 40; n += 1) endless.say('x'.repeat(100_000));
  expect(endless.door).toMatchObject({ isOpen: false, said: expect.stringContaining('Disconnected') as string });
  expect(twin.channels().filter(({ uuid: one }) => one === uuid)).toEqual([]);
});
