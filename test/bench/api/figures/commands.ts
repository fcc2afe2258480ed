import { rowOf } from '../../figure.ts';
import { ratePerSecond, type Load } from '../load.ts';
import { inTurns, type ApiFigure, type Side, type Stage } from '../stage.ts';

/** So many are under way at once. */
const CONNECTIONS = 128;

/** Commands that are acknowledged a second, each when it is durable: asked for as fast as they are answered. */
export const measureCommands = async (
  stage: Stage,
  orders: (side: Side, connections: number) => Load,
): Promise<ApiFigure> => {
  const connections = stage.atOnce(CONNECTIONS);
  const measured = await inTurns(stage, async (side, isWarmUp) => {
    const before = await stage.both[side].ask('processorMs', undefined);
    const rate = await ratePerSecond(orders(side, connections), stage.seconds(isWarmUp ? 10 : 3));
    const spentMs = (await stage.both[side].ask('processorMs', undefined)) - before;
    return { rate: rate.perSecond, processorUs: (1_000 * spentMs) / rate.answered };
  });
  const of = (side: Side, what: 'rate' | 'processorUs') => measured[side].map((run) => run[what]);
  return {
    name: 'commands',
    title: `Durable commands over HTTP, ${connections} at once, ${stage.calls.toLocaleString('en')} live calls`,
    rows: [
      rowOf(
        'commands a second',
        '1/s',
        of('service', 'rate'),
        { what: 'Hono, zod, one row a command', runs: of('bare', 'rate') },
        { of: 'value ÷ baseline', bound: 'at least', than: 0.5 },
      ),
      rowOf('processor time of a command, all threads', 'µs', of('service', 'processorUs'), {
        what: 'bare',
        runs: of('bare', 'processorUs'),
      }),
    ],
    notes: [
      'A command of the service is some two inputs, six facts, an operation and what the switch says of it; one of the bare route is one row.',
    ],
    details: {},
  };
};
