import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serveFreeswitch } from '../../../api/src/twins/serve-freeswitch.ts';
import { createFreeswitchTwin } from '../../../sim/src/twins/freeswitch/index.ts';
import { pause, tryLibraries, type TwinAtHand } from '../libraries.ts';
import { systemTime } from '../system-time.ts';

// npm run libraries:freeswitch
//
// Other people's libraries, unmodified, run the same small call on the twin: two are dialled, bridged, and one is hung up. LEGWORK_ESL_LIBRARIES names a
// node_modules folder that has modesl and esl-lite.

const dialling = (uuid: string): string => `{origination_uuid=${uuid}}sofia/lab/phone@127.0.0.1 &park()`;

/** What has to be told, of legs `a` and `b`, in whatever order two channels tell it. */
const wanted = ['CHANNEL_ANSWER a', 'CHANNEL_ANSWER b', 'CHANNEL_BRIDGE a', 'CHANNEL_HANGUP a', 'CHANNEL_HANGUP b'];
const names = ['CHANNEL_ANSWER', 'CHANNEL_BRIDGE', 'CHANNEL_HANGUP'];

interface AtHand extends TwinAtHand {
  readonly port: number;
}

interface ModeslEvent {
  getHeader(name: string): string;
  getBody(): string;
}
interface ModeslConnection {
  on(what: string, run: (event: ModeslEvent) => void): void;
  subscribe(names: readonly string[], done: () => void): void;
  bgapi(command: string, args: string, done: (event: ModeslEvent) => void): void;
  api(command: string, args: string, done: (event: ModeslEvent) => void): void;
  disconnect(): void;
}

const withModesl = async (libraries: string, { port }: AtHand): Promise<readonly string[]> => {
  const load = createRequire(join(libraries, 'none.js'));
  const { Connection } = load(join(libraries, 'modesl')) as {
    readonly Connection: new (host: string, port: number, password: string, ready: () => void) => ModeslConnection;
  };
  const told: string[] = [];
  const connection = await new Promise<ModeslConnection>((resolve) => {
    const made: ModeslConnection = new Connection('127.0.0.1', port, 'ClueCon', () => resolve(made));
  });
  // The twin is taken away in the end, whoever is still there.
  connection.on('error', () => undefined);
  await new Promise<void>((resolve) => connection.subscribe(names, resolve));
  for (const name of names) {
    connection.on(`esl::event::${name}::*`, (event) => told.push(`${name} ${event.getHeader('Unique-ID')}`));
  }
  for (const uuid of ['a', 'b']) {
    await new Promise((resolve) => connection.bgapi('originate', dialling(uuid), resolve));
  }
  await new Promise((resolve) => connection.api('uuid_bridge', 'a b', resolve));
  await pause(300);
  await new Promise((resolve) => connection.api('uuid_kill', 'a', resolve));
  await pause(300);
  connection.disconnect();
  return told;
};

interface LiteClient {
  on(name: string, run: (data: { readonly body: { readonly uniqueID: string } }) => void): void;
  bgapi(command: string, timeoutMs: number): Promise<unknown>;
  hangup_uuid(uuid: string, cause: string, timeoutMs: number): Promise<unknown>;
  end(): void;
}

const withEslLite = async (libraries: string, { port }: AtHand): Promise<readonly string[]> => {
  const { FreeSwitchClient } = (await import(pathToFileURL(join(libraries, 'esl-lite/esl-lite.mjs')).href)) as {
    readonly FreeSwitchClient: new (options: object) => LiteClient;
  };
  const silent = (): void => undefined;
  const logger = {
    trace: silent,
    debug: silent,
    info: silent,
    warn: silent,
    error: silent,
    fatal: silent,
    child: () => logger,
  };
  const client = new FreeSwitchClient({ host: '127.0.0.1', port, password: 'ClueCon', logger });
  const told: string[] = [];
  await pause(500);
  for (const name of names) client.on(name, ({ body }) => told.push(`${name} ${body.uniqueID}`));
  for (const uuid of ['a', 'b']) await client.bgapi(`originate ${dialling(uuid)}`, 5_000);
  await client.bgapi('uuid_bridge a b', 5_000);
  await pause(300);
  await client.hangup_uuid('a', 'NORMAL_CLEARING', 5_000);
  await pause(300);
  client.end();
  return told;
};

const open = async (): Promise<AtHand> => {
  const twin = createFreeswitchTwin({ time: systemTime, answering: () => ({ kind: 'answers', afterMs: 100 }) });
  const served = await serveFreeswitch(twin, 0);
  return { port: served.port, left: () => twin.channels().length, close: () => served.close() };
};

await tryLibraries('LEGWORK_ESL_LIBRARIES', open, [
  { name: 'modesl', run: withModesl, wanted },
  { name: 'esl-lite', run: withEslLite, wanted },
]);
