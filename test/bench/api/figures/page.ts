import { rowOf, type Row } from '../../figure.ts';
import { ratePerSecond, requestText } from '../load.ts';
import { inTurns, type ApiFigure, type Side, type Stage } from '../stage.ts';

const CONNECTIONS = 16;
const PAGE = 50;

const pages = [
  { what: 'the oldest', query: '' },
  { what: 'the longest in their state', query: '&sort=stateSince' },
] as const;

/** Pages of the live list that are read a second. */
export const measurePage = async (stage: Stage): Promise<ApiFigure> => {
  const rows: Row[] = [];
  for (const { what, query } of pages) {
    const path = `/v1/calls?limit=${PAGE}${query}`;
    const page = await fetch(`http://127.0.0.1:${stage.ports.service}${path}`, {
      headers: { Authorization: `Bearer ${stage.token}` },
    });
    await stage.bare.ask('page', await page.json());
    const request = requestText('GET', path, stage.token);
    const measured = await inTurns(stage, async (side: Side, isWarmUp) => {
      const load = { port: stage.ports[side], connections: CONNECTIONS, request: () => request, status: 200 };
      return (await ratePerSecond(load, stage.seconds(isWarmUp ? 1 : 1.5))).perSecond;
    });
    rows.push(
      rowOf(
        `${PAGE} calls, ${what}`,
        '1/s',
        measured.service,
        { what: 'Hono, the same as an object', runs: measured.bare },
        { of: 'value ÷ baseline', bound: 'at least', than: 0.5 },
      ),
    );
  }
  const title = `A page of ${PAGE} of ${stage.calls.toLocaleString('en')} live calls`;
  return { name: 'page', title, rows, notes: [], details: {} };
};
