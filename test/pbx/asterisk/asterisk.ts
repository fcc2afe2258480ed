import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installAsterisk } from './packages.ts';
import { credentials, writeSettings, type Ports, type Settings } from './settings.ts';

/** A real Asterisk on the loopback, with a folder of its own that goes with it. */
export interface Asterisk {
  readonly ports: Ports;
  readonly version: string;
  /** Where it keeps recordings. */
  readonly recordings: string;
  /** What its log holds. */
  log(): string;
  /** Ends at once, as a crash does, and starts anew with the same ports. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

const START_MS = 60_000;

export async function startAsterisk(settings: Settings, tell: (line: string) => void = () => {}): Promise<Asterisk> {
  const { root, version } = await installAsterisk(tell);
  const work = mkdtempSync(join(tmpdir(), 'legwork-asterisk-'));
  const config = writeSettings(work, root, settings);
  const library = join(root, 'usr/lib/x86_64-linux-gnu');

  const start = async (): Promise<ChildProcess> => {
    // Whatever becomes of us, no Asterisk stays behind.
    const dieWithParent = ['--pdeathsig', 'KILL', '--'];
    const loader = [join(library, 'ld-linux-x86-64.so.2'), '--library-path', library];
    const child = spawn('setpriv', [...dieWithParent, ...loader, join(root, 'usr/sbin/asterisk'), '-f', '-C', config], {
      stdio: 'ignore',
    });
    for (const until = Date.now() + START_MS; Date.now() < until && child.exitCode === null;) {
      if (await isReady(settings.ports.http)) return child;
    }
    child.kill('SIGKILL');
    throw new Error(`Asterisk did not start within ${START_MS / 1000} s:\n${log().slice(-4000)}`);
  };
  const log = (): string => {
    try {
      return readFileSync(join(work, 'log/messages'), 'utf8');
    } catch {
      return '';
    }
  };
  const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };

  for (const port of [settings.ports.http, settings.ports.manager]) await listenOnce(port);
  let running = await start();
  return {
    ports: settings.ports,
    version,
    recordings: join(work, 'spool/recording'),
    log,
    async crash() {
      await end(running, 'SIGKILL');
      running = await start();
    },
    async stop() {
      await end(running, 'SIGKILL');
      rmSync(work, { recursive: true, force: true });
    },
  };
}

async function isReady(port: number): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
  try {
    const reply = await fetch(`http://127.0.0.1:${port}/ari/asterisk/info?only=status`, { headers: { authorization } });
    await reply.arrayBuffer();
    return reply.ok;
  } catch {
    await new Promise((wake) => setTimeout(wake, 20));
    return false;
  }
}

/** Ports that nobody listens on at this moment. */
export async function freePorts(): Promise<Ports> {
  const [http, manager, sip, rtp] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  // Asterisk looks for a free pair in its range by itself.
  return { http, manager, sip, rtp: 20_000 + (rtp % 10) * 2000 };
}

const freePort = (): Promise<number> => listenOnce(0);

/** The port it has listened on. @throws Error where somebody else does. */
async function listenOnce(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a server on the loopback has no port');
  return address.port;
}
