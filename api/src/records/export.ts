import type { Principal } from '../auth/principal.ts';
import type { Service } from '../service.ts';
import { csvOf } from './csv.ts';
import { createParquet } from './parquet.ts';
import { recordJson, type CallRecordJson } from './record.ts';
import { readRecords, type RecordsQuery } from './visible-records.ts';

/** How many records are in memory at once. */
const BATCH = 1_000;

/** How records are written, batch by batch. */
interface Format {
  batch(records: readonly CallRecordJson[]): Uint8Array;
  end(): Uint8Array;
}

export const csv = (): Format => {
  const encoder = new TextEncoder();
  let isFirst = true;
  return {
    batch: (records) => {
      const text = csvOf(records, isFirst);
      isFirst = false;
      return encoder.encode(text);
    },
    // A file without records has its header all the same.
    end: () => encoder.encode(isFirst ? csvOf([], true) : ''),
  };
};
export const parquet = (): Format => createParquet();

/** All records that the query finds, read and written as fast as the client takes them. */
export const exportRecords = (
  parts: Pick<Service, 'store' | 'directory' | 'log' | 'ended'>,
  principal: Principal,
  query: RecordsQuery,
  format: Format,
): ReadableStream<Uint8Array> => {
  let cursor: string | undefined;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          // Whoever reads slowly reads for as long as they like.
          if (parts.ended.of(principal) !== null) throw new Error('whoever reads is not known any more');
          const page = await readRecords(parts, principal, query, { limit: BATCH, cursor });
          if (page.data.length > 0) {
            controller.enqueue(format.batch(page.data.map((record) => recordJson(principal, record))));
          }
          if (page.next === null) {
            const last = format.end();
            if (last.byteLength > 0) controller.enqueue(last);
            controller.close();
          } else {
            cursor = page.next;
            // Where nothing of it was to be seen, nobody would ask for more.
            if (page.data.length === 0) controller.enqueue(new Uint8Array());
          }
        } catch (fault) {
          parts.log.error({ err: fault }, 'an export of call records broke off');
          controller.error(fault);
        }
      },
    },
    new CountQueuingStrategy({ highWaterMark: 1 }),
  );
};
