import { rowOf, type Row } from '../../figure.ts';
import { watchDisk } from '../disk.ts';
import { latenciesMs, type Load } from '../load.ts';
import { inTurns, type ApiFigure, type Side, type Stage } from '../stage.ts';

const rates = [
  { perSecond: 200, seconds: 4, mostMs: 20 },
  { perSecond: 2_000, seconds: 3, mostMs: 50 },
] as const;
const CONNECTIONS = 256;

/** How long until a command is acknowledged that is asked for at a steady rate, whatever became of those before. */
export const measureAcknowledgement = async (
  stage: Stage,
  orders: (side: Side, connections: number) => Load,
): Promise<ApiFigure> => {
  const rows: Row[] = [];
  const notes: string[] = [];
  const details: Record<string, unknown> = {};
  for (const { perSecond, seconds, mostMs } of rates) {
    const disk = { service: watchDisk(), bare: watchDisk() };
    const measured = await inTurns(stage, async (side, isWarmUp) => {
      disk[side].go();
      const took = await latenciesMs(
        orders(side, stage.atOnce(CONNECTIONS)),
        perSecond,
        stage.seconds(isWarmUp ? 1 : seconds),
      );
      await disk[side].stop();
      return took;
    });
    const p99s = (side: Side): readonly number[] => measured[side].map((took) => percentile(took, 0.99));
    rows.push(
      rowOf(
        `p99 at ${perSecond.toLocaleString('en')} a second`,
        'ms',
        p99s('service'),
        { what: 'bare route', runs: p99s('bare') },
        { of: 'value', bound: 'at most', than: mostMs },
      ),
    );
    const fsync = { service: percentile(disk.service.tookMs(), 0.99), bare: percentile(disk.bare.tookMs(), 0.99) };
    const p50s = (side: Side): string => percentile(measured[side].flat(), 0.5).toFixed(1);
    notes.push(
      `at ${perSecond.toLocaleString('en')}/s: p50 ${p50s('service')} ms, bare ${p50s('bare')} ms; p99 of an fsync of 4 KiB meanwhile ${fsync.service.toFixed(1)} ms, beside the bare route ${fsync.bare.toFixed(1)} ms`,
    );
    details[`fsyncP99Ms at ${perSecond}/s`] = fsync;
  }
  const title = `Acknowledgement of a durable command, ${stage.calls.toLocaleString('en')} live calls, checkpoints included`;
  return { name: 'acknowledgement', title, rows, notes, details };
};

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(share * (values.length - 1))] ?? 0;
