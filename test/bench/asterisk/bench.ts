import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { eventTypes } from '../../../adapters/asterisk/src/codec/event.ts';
import { freePorts, startAsterisk } from '../../pbx/asterisk/asterisk.ts';
import { rowOf, type Row } from '../figure.ts';
import { median } from '../measure.ts';
import { tableOf } from '../table.ts';
import { areGone, countRequests, letHear, takeTurn, type Side, type Turn } from './arrivals.ts';
import { openBare } from './bare.ts';
import { openLegwork } from './legwork.ts';

// npm run bench:asterisk [-- --rounds 24 --calls 40 --at-once 4 --warm 500]
//
// Calls a second, how long a call takes to be set up, and what it costs this process, through the whole of Legwork, beside a bare script that makes the
// same requests of the same Asterisk, in turns. The requests of both sides are counted, and the bench stops where they are not the same. What else the
// machine does falls on both turns of a round alike, so it is the rounds that are compared, and the median of their ratios is the figure.
const { values } = parseArgs({
  args: process.argv.slice(2).filter((one) => one !== '--'),
  options: {
    rounds: { type: 'string', default: '24' },
    calls: { type: 'string', default: '40' },
    'at-once': { type: 'string', default: '4' },
    warm: { type: 'string', default: '500' },
  },
});
const [rounds, calls, atOnce] = [Number(values.rounds), Number(values.calls), Number(values['at-once'])];

const asterisk = await startAsterisk(
  { ports: await freePorts(), phones: {} },
  (line) => void process.stderr.write(`${line}\n`),
);
const { http } = asterisk.ports;
const requests = countRequests();
type Name = 'legwork' | 'bare';
/** By which Legwork makes sure that events come at all. */
const echoes = ['ChannelUserevent'];
const sides: Readonly<Record<Name, Side>> = {
  legwork: await openLegwork(http, 'legwork', atOnce),
  bare: await openBare(http, 'bare'),
};

let taken = 0;
/**
 * Events cost whoever gets them, so only the side whose turn it is does; the other one keeps its connection, for an Asterisk in which applications come and go
 * now and then stops answering whoever asks of one.
 */
async function turnOf(name: Name, count: number): Promise<{ readonly turn: Turn; readonly asked: string }> {
  await letHear(http, name, eventTypes);
  requests.taken();
  const turn = await takeTurn(sides[name], taken, count, atOnce);
  taken += count;
  await areGone(http, 'channels');
  await areGone(http, 'bridges');
  const asked = requestsOfOne(requests.taken(), count);
  await letHear(http, name, echoes);
  return { turn, asked };
}

/** Of so many requests of a kind as a call makes; what is asked now and then falls out. */
const requestsOfOne = (kinds: ReadonlyMap<string, number>, count: number): string =>
  [...kinds]
    .flatMap(([kind, times]) => (times >= count ? [`${Math.round(times / count)} × ${kind}`] : []))
    .toSorted()
    .join(', ');

for (const name of ['legwork', 'bare'] as const) await letHear(http, name, echoes);
const turns: Readonly<Record<Name, Turn[]>> = { legwork: [], bare: [] };
// For the compiler.
for (const name of ['legwork', 'bare'] as const) await turnOf(name, Number(values.warm));
for (let round = 0; round < rounds; round += 1) {
  const asked = { legwork: '', bare: '' };
  // Each goes first in every other round.
  for (const name of round % 2 === 0 ? (['legwork', 'bare'] as const) : (['bare', 'legwork'] as const)) {
    const done = await turnOf(name, calls);
    turns[name].push(done.turn);
    asked[name] = done.asked;
  }
  if (asked.legwork !== asked.bare) throw new Error(`not the same requests:\n${asked.legwork}\n${asked.bare}`);
  if (round === 0) process.stdout.write(`a call is ${asked.bare}\n\n`);
}
for (const side of Object.values(sides)) await side.close();
await asterisk.stop();

const beside = (what: string, unit: string, of: (turn: Turn) => number, least: number | null = null): Row => {
  const [runs, bare] = [turns.legwork.map(of), turns.bare.map(of)];
  const target = least === null ? null : ({ of: 'value ÷ baseline', bound: 'at least', than: least } as const);
  const figure = median(runs.map((value, round) => value / (bare[round] ?? Number.NaN)));
  return {
    ...rowOf(what, unit, runs, { what: 'a bare script', runs: bare }, target),
    figure,
    isMet: least === null ? null : figure >= least,
  };
};
process.stdout.write(
  `${tableOf([
    {
      name: 'asterisk',
      title: `${rounds} rounds of ${calls} calls, ${atOnce} at once, on a real Asterisk ${asterisk.version}; medians, and the median of the rounds' ratios`,
      rows: [
        beside('calls a second through Legwork', '/s', ({ tookMs }) => (calls / tookMs) * 1000, 0.9),
        beside('until both hear each other', 'ms', ({ setUpMs }) => median(setUpMs)),
        beside('processor time of a call, here', 'ms', ({ busyMs }) => busyMs / calls),
      ],
      notes: [`load of the machine: ${loadavg()[0]?.toFixed(1) ?? ''}`],
      details: {},
    },
  ])}\n`,
);
