import { stringify } from 'csv-stringify/sync';
import type { CallRecordJson } from './record.ts';

const columns = [
  'call',
  'direction',
  'customer',
  'hotline',
  'switch',
  'ours',
  'clientRef',
  'queue',
  'agents',
  'supervisors',
  'startedAt',
  'endedAt',
  'end',
  'cause',
  'served',
  'abandoned',
  'waitMs',
  'talkMs',
  'holdMs',
  'updatedSeq',
] as const satisfies readonly (keyof CallRecordJson)[];

/**
 * Records as comma-separated values (RFC 4180). Moments are ISO 8601. A cell that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`,
 * and what looks like them) begins with an apostrophe.
 */
export const csvOf = (records: readonly CallRecordJson[], withHeader: boolean): string =>
  stringify(records.map(rowOf), {
    columns: [...columns],
    header: withHeader,
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: String },
  });

const rowOf = ({ agents, supervisors, startedAt, endedAt, ...record }: CallRecordJson) => ({
  ...record,
  agents: agents.join(';'),
  supervisors: supervisors.join(';'),
  startedAt: new Date(startedAt).toISOString(),
  endedAt: new Date(endedAt).toISOString(),
});
