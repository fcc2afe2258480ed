import { JournalFault } from '@legwork/core/runtime';
import type { JournalBatch } from '@legwork/core';
import { asFault } from './as-fault.ts';
import { columnsOf, projectedOf } from './columns.ts';
import type { Writer } from './writer.ts';

/** The writer as it is spoken to, wherever it runs. What is asked for is done in the order in which it was asked for. */
export type Channel = {
  readonly [Name in Exclude<keyof Writer, 'append'>]: (
    ...args: Parameters<Writer[Name]>
  ) => Promise<ReturnType<Writer[Name]>>;
} & { append(batch: JournalBatch): Promise<void> };

/** The writer in this very thread: what is asked for is done before the promise is given. */
export const inThisThread = (writer: Writer): Channel => {
  let isClosed = false;
  const attempt = async <Result>(act: () => Result): Promise<Result> => {
    if (isClosed) throw new JournalFault('closed', 'the journal was closed');
    try {
      return await Promise.resolve(act());
    } catch (error) {
      throw asFault(error);
    }
  };
  return {
    append: (batch) => attempt(() => writer.append(columnsOf(batch), projectedOf(batch))),
    putPiece: (piece) => attempt(() => writer.putPiece(piece)),
    save: (checkpoint, pieces) => attempt(() => writer.save(checkpoint, pieces)),
    put: (collection, id, doc) => attempt(() => writer.put(collection, id, doc)),
    remove: (collection, id) => attempt(() => writer.remove(collection, id)),
    sweep: (now) => attempt(() => writer.sweep(now)),
    close: async () => {
      if (isClosed) return;
      const closing = attempt(() => writer.close());
      isClosed = true;
      await closing;
    },
  };
};
