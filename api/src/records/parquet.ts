import { ByteWriter, ParquetWriter, schemaFromColumnData, type BasicType } from 'hyparquet-writer';
import type { CallRecordJson } from './record.ts';

interface Column {
  readonly name: keyof CallRecordJson;
  readonly type: BasicType;
  readonly nullable: boolean;
  readonly of: (record: CallRecordJson) => string | number | bigint | boolean | Date | null;
}

const text = (name: 'call' | 'direction' | 'customer' | 'switch' | 'end' | 'cause'): Column => ({
  name,
  type: 'STRING',
  nullable: false,
  of: (record) => record[name],
});
const maybe = (name: 'hotline' | 'clientRef' | 'queue'): Column => ({
  name,
  type: 'STRING',
  nullable: true,
  of: (record) => record[name],
});
const flag = (name: 'ours' | 'served' | 'abandoned'): Column => ({
  name,
  type: 'BOOLEAN',
  nullable: false,
  of: (record) => record[name],
});
const whole = (name: 'waitMs' | 'talkMs' | 'holdMs' | 'updatedSeq', nullable = false): Column => ({
  name,
  type: 'INT64',
  nullable,
  of: (record) => {
    const number = record[name];
    return number === null ? null : BigInt(Math.round(number));
  },
});
const time = (name: 'startedAt' | 'endedAt'): Column => ({
  name,
  type: 'TIMESTAMP',
  nullable: false,
  of: (record) => new Date(record[name]),
});
/** Ids divided by semicolons, as in the other table: whoever reads it needs no lists. */
const many = (name: 'agents' | 'supervisors'): Column => ({
  name,
  type: 'STRING',
  nullable: false,
  of: (record) => record[name].join(';'),
});

const columns: readonly Column[] = [
  text('call'),
  text('direction'),
  text('customer'),
  maybe('hotline'),
  text('switch'),
  flag('ours'),
  maybe('clientRef'),
  maybe('queue'),
  many('agents'),
  many('supervisors'),
  time('startedAt'),
  time('endedAt'),
  text('end'),
  text('cause'),
  flag('served'),
  flag('abandoned'),
  whole('waitMs'),
  whole('talkMs'),
  whole('holdMs'),
  whole('updatedSeq', true),
];

/** Writes records as Apache Parquet, a row group for each batch; what is written is given away at once. */
export const createParquet = () => {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: columnsOf([]) }),
    createdBy: 'Legwork',
  });
  const taken = (): Uint8Array => {
    const written = bytes.getBytes().slice();
    // The offset, by which the footer finds the row groups, goes on counting.
    bytes.index = 0;
    return written;
  };
  return {
    batch: (records: readonly CallRecordJson[]): Uint8Array => {
      void writer.write({ columnData: columnsOf(records) });
      return taken();
    },
    end: (): Uint8Array => {
      void writer.finish();
      return taken();
    },
  };
};

const columnsOf = (records: readonly CallRecordJson[]) =>
  columns.map(({ name, type, nullable, of }) => ({ name, type, nullable, data: records.map(of) }));
