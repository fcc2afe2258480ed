import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a process beside the bench does when it is asked to: whatever goes in and comes out is plain data. */
export type Deeds = Readonly<Record<string, (given: never) => Promise<unknown>>>;

/** A process beside the bench. */
export interface Child<D extends Deeds> {
  /** Rejects with what the process says is wrong. */
  ask<Name extends keyof D & string>(name: Name, given: Parameters<D[Name]>[0]): Promise<Awaited<ReturnType<D[Name]>>>;
  end(): Promise<void>;
}

interface Request {
  readonly n: number;
  readonly name: string;
  readonly given: unknown;
}
type Reply = { readonly n: number } & ({ readonly result: unknown } | { readonly fault: string });

/** A process of its own for each thing that is measured: the memory and the garbage of one are nothing to the other. */
export const startChild = <D extends Deeds>(file: URL, flags: readonly string[] = []): Child<D> => {
  const child = fork(fileURLToPath(file), { execArgv: ['--no-warnings', ...flags], serialization: 'advanced' });
  const waiting = new Map<number, { resolve(result: unknown): void; reject(fault: Error): void }>();
  let n = 0;
  child.on('message', (reply: Reply) => {
    const asked = waiting.get(reply.n);
    waiting.delete(reply.n);
    if ('fault' in reply) asked?.reject(new Error(reply.fault));
    else asked?.resolve(reply.result);
  });
  child.on('exit', (code) => {
    for (const asked of waiting.values()) asked.reject(new Error(`${file.pathname} ended by itself: ${code}`));
  });
  return {
    ask: async (name, given) => {
      n += 1;
      const request: Request = { n, name, given };
      child.send(request);
      return (await new Promise<unknown>((resolve, reject) => waiting.set(request.n, { resolve, reject }))) as never;
    },
    end: () => ended(child),
  };
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
};

/** Within such a process: does what it is asked to, and ends with the bench. */
export const serveDeeds = (deeds: Deeds): void => {
  const act = async ({ n, name, given }: Request): Promise<Reply> => {
    try {
      const deed = deeds[name];
      if (deed === undefined) throw new Error(`nothing is done under the name ${name}`);
      return { n, result: await deed(given as never) };
    } catch (error) {
      return { n, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  process.on('message', (request: Request) => {
    void act(request).then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => process.exit(0));
};
