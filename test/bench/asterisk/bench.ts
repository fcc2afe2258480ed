import { parseArgs } from 'node:util';
import { freePorts, startAsterisk } from '../../pbx/asterisk/asterisk.ts';
import { rowOf } from '../figure.ts';
import { median } from '../measure.ts';
import { tableOf } from '../table.ts';
import { countRequests, takeTurn, type Side, type Turn } from './arrivals.ts';
import { openBare } from './bare.ts';
import { openLegwork } from './legwork.ts';

// npm run bench:asterisk [-- --runs 5 --calls 100 --at-once 4]
//
// Calls a second, and how long a call takes to be set up, through the whole of Legwork, beside a bare script that makes the same requests of the same
// Asterisk, in turns. The requests of both sides are counted, and the bench stops where they are not the same.
const { values } = parseArgs({
  args: process.argv.slice(2).filter((one) => one !== '--'),
  options: {
    runs: { type: 'string', default: '5' },
    calls: { type: 'string', default: '100' },
    'at-once': { type: 'string', default: '4' },
  },
});
const [runs, calls, atOnce] = [Number(values.runs), Number(values.calls), Number(values['at-once'])];

const asterisk = await startAsterisk(
  { ports: await freePorts(), phones: {} },
  (line) => void process.stderr.write(`${line}\n`),
);
const { http } = asterisk.ports;
const requests = countRequests();
const sides: Readonly<Record<'legwork' | 'bare', Side>> = {
  legwork: await openLegwork(http, atOnce),
  bare: await openBare(http),
};

/** Of so many requests of a kind as a call makes; what is asked now and then falls out. */
const aCall = (taken: ReadonlyMap<string, number>): string =>
  [...taken]
    .flatMap(([kind, count]) => (count >= calls ? [`${Math.round(count / calls)} × ${kind}`] : []))
    .toSorted()
    .join(', ');

const turns = { legwork: [] as Turn[], bare: [] as Turn[] };
let n = 0;
for (let run = -1; run < runs; run += 1) {
  const asked: string[] = [];
  for (const name of ['legwork', 'bare'] as const) {
    requests.taken();
    const turn = await takeTurn(sides[name], n, calls, atOnce);
    n += calls;
    asked.push(aCall(requests.taken()));
    // The first turn of each is for the compiler.
    if (run >= 0) turns[name].push(turn);
  }
  if (asked[0] !== asked[1]) throw new Error(`not the same requests:\n${asked.join('\n')}`);
  if (run === -1) process.stdout.write(`a call is ${asked[0] ?? ''}\n\n`);
}
for (const side of Object.values(sides)) await side.close();
await asterisk.stop();

const rates = (side: readonly Turn[]): readonly number[] => side.map(({ tookMs }) => (calls / tookMs) * 1000);
const latencies = (side: readonly Turn[]): readonly number[] => side.map(({ setUpMs }) => median(setUpMs));
const beside = 'a bare script';
process.stdout.write(
  `${tableOf([
    {
      name: 'asterisk',
      title: `${calls} calls a turn, ${atOnce} at once, medians of ${runs} turns, on a real Asterisk ${asterisk.version}`,
      rows: [
        rowOf(
          'calls a second through Legwork',
          '/s',
          rates(turns.legwork),
          { what: beside, runs: rates(turns.bare) },
          { of: 'value ÷ baseline', bound: 'at least', than: 0.9 },
        ),
        rowOf('until both hear each other', 'ms', latencies(turns.legwork), {
          what: beside,
          runs: latencies(turns.bare),
        }),
      ],
      notes: [],
      details: {},
    },
  ])}\n`,
);
