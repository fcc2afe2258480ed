import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { speak, type FromEngine, type ToEngine } from './wire.ts';

/** One process that runs an engine. */
export interface EngineProcess {
  tell(message: ToEngine): void;
  /** Resolves with the next message of that kind; rejects where the process ends before. */
  next<Say extends FromEngine['say']>(say: Say): Promise<Extract<FromEngine, { readonly say: Say }>>;
  /** Everything it says. */
  onMessage(hear: (message: FromEngine) => void): void;
  /** SIGKILL. Resolves when it is dead and nothing more can come from it. */
  kill(): Promise<void>;
}

/** Processes, one after the other: while one works, the next is loaded, so that a restart takes no longer than it has to. */
export interface EngineProcesses {
  next(): Promise<EngineProcess>;
  close(): Promise<void>;
}

/** What is compiled once is kept in `folder`. */
export const startProcesses = async (folder: string): Promise<EngineProcesses> => {
  const server: Server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const load = async (): Promise<EngineProcess> => {
    const child = fork(join(import.meta.dirname, 'engine.ts'), [String(port)], {
      execArgv: ['--no-warnings'],
      env: { ...process.env, NODE_COMPILE_CACHE: folder },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [socket] = (await Promise.race([once(server, 'connection'), failed(child)])) as [Socket];
    const loaded = processOf(child, socket);
    await loaded.next('loaded');
    return loaded;
  };

  let spare = load();
  return {
    next: async () => {
      const ready = await spare;
      spare = load();
      return ready;
    },
    close: async () => {
      await (await spare).kill();
      server.close();
    },
  };
};

const failed = async (child: ChildProcess): Promise<never> => {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`an engine's process ended with ${code} before it was loaded`);
};

const processOf = (child: ChildProcess, socket: Socket): EngineProcess => {
  const listeners: ((message: FromEngine) => void)[] = [];
  const waiting: { readonly say: string; resolve(message: FromEngine): void; reject(error: Error): void }[] = [];
  const died = new Promise<void>((resolve) => {
    socket.on('close', () => {
      for (const one of waiting.splice(0)) one.reject(new Error(`the engine died before it said ${one.say}`));
      resolve();
    });
  });
  const tell: (message: ToEngine) => void = speak(socket, (line) => {
    const message = line as FromEngine;
    const at = waiting.findIndex(({ say }) => say === message.say);
    const [one] = at < 0 ? [] : waiting.splice(at, 1);
    one?.resolve(message);
    for (const listener of listeners) listener(message);
  });
  const next = (say: FromEngine['say']): Promise<FromEngine> =>
    new Promise((resolve, reject) => waiting.push({ say, resolve, reject }));
  return {
    tell,
    next: next as EngineProcess['next'],
    onMessage: (hear) => void listeners.push(hear),
    kill: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await Promise.all([ended, died]);
    },
  };
};
