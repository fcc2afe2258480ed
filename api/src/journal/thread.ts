import { Worker } from 'node:worker_threads';
import { JournalFault, type JournalTrouble } from '@legwork/core/runtime';
import type { Channel } from './channel.ts';
import { columnsOf, crossingOf, type Crossing } from './columns.ts';
import type { Writer, WriterOptions } from './writer.ts';

/** What is asked of the writer, by its number. */
export type Request =
  | {
      readonly [Name in Exclude<keyof Writer, 'append'>]: {
        readonly n: number;
        readonly name: Name;
        readonly args: Parameters<Writer[Name]>;
      };
    }[Exclude<keyof Writer, 'append'>]
  | { readonly n: number; readonly name: 'append'; readonly args: readonly [Crossing] };

export type Reply =
  | { readonly n: number; readonly ok: true; readonly result: unknown }
  | {
      readonly n: number;
      readonly ok: false;
      readonly trouble: JournalTrouble;
      readonly message: string;
      /** As the thread has it. */
      readonly cause: string;
    };

interface Waiting {
  resolve(result: unknown): void;
  reject(fault: JournalFault): void;
}

/**
 * The writer in a thread of its own. Resolves when it has opened the file. Where the thread dies, what it was asked for rejects, and the next
 * that is asked for begins another.
 */
export const inOwnThread = async (options: WriterOptions): Promise<Channel> => {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let isClosed = false;
  let n = 0;

  const answer = (reply: Reply): void => {
    const one = waiting.get(reply.n);
    waiting.delete(reply.n);
    if (reply.ok) one?.resolve(reply.result);
    else one?.reject(new JournalFault(reply.trouble, reply.message, { cause: reply.cause }));
  };
  const fail = (dead: Worker, cause: unknown): void => {
    if (worker !== dead) return;
    worker = null;
    const all = [...waiting.values()];
    waiting.clear();
    for (const one of all) one.reject(new JournalFault('failed', 'the thread of the journal has died', { cause }));
  };

  const begin = async (): Promise<Worker> => {
    const begun = new Worker(new URL('./worker.ts', import.meta.url), { workerData: options });
    worker = begun;
    begun.on('message', answer);
    begun.on('error', (error) => fail(begun, error));
    begun.on('exit', (code) => fail(begun, code));
    try {
      await new Promise((resolve, reject) => waiting.set(0, { resolve, reject }));
    } catch (fault) {
      // A thread without a file is of no use: the next that is asked for begins another.
      if (worker === begun) worker = null;
      await begun.terminate();
      throw fault;
    }
    return begun;
  };
  let ready = begin();
  await ready;

  const ask = async (request: Omit<Request, 'n'>): Promise<unknown> => {
    if (isClosed) throw new JournalFault('closed', 'the journal was closed');
    if (worker === null) ready = begin();
    const one = await ready;
    n += 1;
    const mine = n;
    return new Promise((resolve, reject) => {
      waiting.set(mine, { resolve, reject });
      // A thread is no window: there is no origin to name.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      one.postMessage({ ...request, n: mine });
    });
  };

  return {
    append: async (batch) => void (await ask({ name: 'append', args: [crossingOf(columnsOf(batch))] })),
    putPiece: async (...args) => void (await ask({ name: 'putPiece', args })),
    save: async (...args) => void (await ask({ name: 'save', args })),
    put: async (...args) => void (await ask({ name: 'put', args })),
    remove: async (...args) => (await ask({ name: 'remove', args })) === true,
    sweep: async (...args) => (await ask({ name: 'sweep', args })) === true,
    close: async () => {
      if (isClosed) return;
      const closing = ask({ name: 'close', args: [] });
      isClosed = true;
      try {
        await closing;
      } finally {
        await worker?.terminate();
      }
    },
  };
};
