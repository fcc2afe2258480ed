import { createRequire } from 'node:module';
import { join } from 'node:path';
import { serveAsterisk } from '../../../api/src/twins/serve-asterisk.ts';
import { createAsteriskTwin } from '../../../sim/src/twins/asterisk/index.ts';
import { pause, tryLibraries, type TwinAtHand } from '../libraries.ts';
import { systemTime } from '../system-time.ts';

// npm run libraries:asterisk
//
// Other people's libraries, unmodified, run the same small call on the twin: somebody calls and is answered, somebody else is dialled, both are bridged, and
// one is hung up. LEGWORK_ARI_LIBRARIES names a node_modules folder that has ari-client, @ipcom/asterisk-ari and asterisk-manager.

interface AtHand extends TwinAtHand {
  readonly http: number;
  readonly manager: number;
  /** Somebody calls the application. */
  call(): void;
}

interface Channel {
  readonly id: string;
  readonly name?: string;
}
interface StasisStart {
  readonly channel: Channel;
}

/** The operations of a call, in the words of both libraries for ARI. */
interface Calls {
  on(event: string, run: (event: StasisStart) => void): void;
  readonly channels: {
    answer(asked: { channelId: string }): Promise<unknown>;
    originate(asked: object): Promise<unknown>;
    hangup(asked: { channelId: string }): Promise<unknown>;
  };
  readonly bridges: {
    create(asked: object): Promise<unknown>;
    addChannel(asked: { bridgeId: string; channel: string }): Promise<unknown>;
    destroy(asked: { bridgeId: string }): Promise<unknown>;
  };
}
const events = ['StasisStart', 'ChannelEnteredBridge', 'ChannelLeftBridge', 'StasisEnd'];
const wantedOfAri = events.flatMap((event) => [`${event} caller`, `${event} agent`]);

/** The caller is answered and bridged with the agent, who then is hung up, and the caller after. */
async function converse(client: Calls, twin: AtHand): Promise<readonly string[]> {
  const told: string[] = [];
  const started: string[] = [];
  for (const event of events) {
    client.on(event, ({ channel }) => told.push(`${event} ${channel.id === 'agent' ? 'agent' : 'caller'}`));
  }
  client.on('StasisStart', ({ channel }) => started.push(channel.id));
  twin.call();
  await come(() => started.length === 1);
  const [caller = ''] = started;
  await client.channels.answer({ channelId: caller });
  await client.channels.originate({ endpoint: 'PJSIP/agent', app: 'legwork', channelId: 'agent' });
  await come(() => started.length === 2);
  await client.bridges.create({ type: 'mixing', bridgeId: 'b' });
  await client.bridges.addChannel({ bridgeId: 'b', channel: `${caller},agent` });
  await come(() => told.includes('ChannelEnteredBridge agent'));
  for (const channelId of ['agent', caller]) await client.channels.hangup({ channelId });
  await come(() => told.includes('StasisEnd agent') && told.includes('StasisEnd caller'));
  await client.bridges.destroy({ bridgeId: 'b' });
  return told;
}

const MOST_WAITS = 500;

async function come(isSo: () => boolean): Promise<void> {
  for (let n = 0; n < MOST_WAITS && !isSo(); n += 1) await pause(10);
}

interface AriClient extends Calls {
  start(app: string): Promise<unknown>;
  stop(): void;
}

const withAriClient = async (folder: string, twin: AtHand): Promise<readonly string[]> => {
  const load = createRequire(join(folder, 'none.js'));
  const { connect } = load(join(folder, 'ari-client')) as {
    readonly connect: (url: string, user: string, password: string) => Promise<AriClient>;
  };
  const client = await connect(`http://127.0.0.1:${twin.http}`, 'legwork', 'loopback');
  await client.start('legwork');
  const told = await converse(client, twin);
  client.stop();
  return told;
};

interface IpcomClient extends Omit<Calls, 'bridges'> {
  connectWebSocket(apps: readonly string[]): Promise<void>;
  closeWebSocket(): Promise<void>;
  readonly bridges: {
    createBridge(asked: object): Promise<unknown>;
    addChannels(bridge: string, asked: { channel: string }): Promise<unknown>;
    destroy(bridge: string): Promise<unknown>;
  };
  readonly channels: Calls['channels'] & {
    answerChannel(channel: string): Promise<unknown>;
    hangup(channel: string): Promise<unknown>;
  };
}

const withIpcom = async (folder: string, twin: AtHand): Promise<readonly string[]> => {
  const load = createRequire(join(folder, 'none.js'));
  const { AriClient } = load('@ipcom/asterisk-ari') as { readonly AriClient: new (options: object) => IpcomClient };
  const account = { username: 'legwork', password: 'loopback', secure: false };
  const client = new AriClient({ host: '127.0.0.1', port: twin.http, ...account });
  await client.connectWebSocket(['legwork']);
  const told = await converse(
    {
      on: (event, run) => client.on(event, run),
      channels: {
        answer: ({ channelId }) => client.channels.answerChannel(channelId),
        originate: (asked) => client.channels.originate(asked),
        hangup: ({ channelId }) => client.channels.hangup(channelId),
      },
      bridges: {
        create: (asked) => client.bridges.createBridge(asked),
        addChannel: ({ bridgeId, channel }) => client.bridges.addChannels(bridgeId, { channel }),
        destroy: ({ bridgeId }) => client.bridges.destroy(bridgeId),
      },
    },
    twin,
  );
  await client.closeWebSocket();
  return told;
};

interface ManagerClient {
  on(event: string, run: (event: Readonly<Record<string, string>>) => void): void;
  action(fields: Readonly<Record<string, string>>, done: (error: unknown, answer: unknown) => void): void;
  disconnect(): void;
}
const wantedOfManager = ['newchannel', 'dialbegin', 'dialend', 'originateresponse Success', 'bridgeenter', 'hangup'];

/** An agent is rung, and connected with whoever is at 201 by its dialplan; then they are hung up. */
const withManager = async (folder: string, twin: AtHand): Promise<readonly string[]> => {
  const load = createRequire(join(folder, 'none.js'));
  const open = load(join(folder, 'asterisk-manager')) as (
    port: number,
    host: string,
    user: string,
    password: string,
    events: boolean,
  ) => ManagerClient;
  const client = open(twin.manager, '127.0.0.1', 'legwork', 'loopback', true);
  const told: string[] = [];
  const ids = new Set<string>();
  client.on('managerevent', ({ event = '', response, channel }) => {
    told.push(`${event.toLowerCase()}${response === undefined ? '' : ` ${response}`}`);
    if (event.toLowerCase() === 'bridgeenter' && channel !== undefined) ids.add(channel);
  });
  const act = (fields: Readonly<Record<string, string>>): Promise<void> =>
    new Promise((resolve) => client.action(fields, () => resolve()));
  await come(() => told.includes('fullybooted'));
  await act({
    action: 'originate',
    channel: 'PJSIP/boss',
    context: 'phones',
    exten: '201',
    priority: '1',
    async: 'true',
  });
  await come(() => ids.size === 2);
  for (const channel of ids) await act({ action: 'hangup', channel });
  await come(() => told.filter((one) => one === 'hangup').length === 2);
  client.disconnect();
  return told;
};

const open = async (): Promise<AtHand> => {
  const twin = createAsteriskTwin({
    time: systemTime,
    answering: () => ({ kind: 'answers', afterMs: 50 }),
    extension: (exten) =>
      exten === '201' ? { app: 'Dial', endpoint: 'PJSIP/agent' } : { app: 'Stasis', application: 'legwork' },
  });
  const served = await serveAsterisk(twin, { http: 0, manager: 0 });
  return {
    http: served.http,
    manager: served.manager,
    call: () => void twin.call({ user: '0901', to: '1900' }),
    left: () => twin.channels().length,
    close: () => served.close(),
  };
};

await tryLibraries('LEGWORK_ARI_LIBRARIES', open, [
  { name: 'ari-client', run: withAriClient, wanted: wantedOfAri },
  { name: '@ipcom/asterisk-ari', run: withIpcom, wanted: wantedOfAri },
  { name: 'asterisk-manager', run: withManager, wanted: wantedOfManager },
]);
