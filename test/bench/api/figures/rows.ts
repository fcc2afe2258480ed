import { rowOf, type Extent } from '../../figure.ts';
import { startChild } from '../servers/child.ts';
import type { JournalDeeds } from '../servers/journal.ts';
import { inTurns, type ApiFigure } from '../stage.ts';

/** Rows that the journal writes a second: inputs and facts, with operations, audit and call records kept beside them. */
export const measureRows = async (extent: Extent): Promise<ApiFigure> => {
  const child = startChild<JournalDeeds>(new URL('../servers/journal.ts', import.meta.url));
  const { rows } = await child.ask('open', extent.isQuick ? 20 : 1_000);
  const measured = await inTurns(extent, (side) => child.ask(side, undefined));
  await child.end();
  return {
    name: 'rows',
    title: `Journal: ${rows.toLocaleString('en')} rows a run, a thousand inputs in a commit`,
    rows: [
      rowOf(
        'rows with projections',
        '1/s',
        measured.service,
        { what: 'the same texts into one table', runs: measured.bare },
        { of: 'value', bound: 'at least', than: 50_000 },
      ),
    ],
    notes: [
      'Only inputs and facts are counted; what is kept of operations, the audit and call records is written as well.',
    ],
    details: {},
  };
};
