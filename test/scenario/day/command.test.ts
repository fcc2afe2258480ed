import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { legwork as run, type Ended, type Running } from '../../support/legwork.ts';
import { node22 } from '../../support/node22.ts';
import { shortDay } from '../../support/short-day.ts';

const folder = mkdtempSync(join(tmpdir(), 'legwork-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const legwork = (args: readonly string[], node?: string): Promise<Ended> =>
  run(args, { cwd: folder, ...(node === undefined ? {} : { node }) });
/** The end of a run in which something is done to it meanwhile. */
const heard = (args: readonly string[], meanwhile: (child: Running) => void): Promise<Ended> =>
  run(args, { cwd: folder, meanwhile });

const day = file('day.yaml', shortDay());
const demo = ['demo', '--fast', '--json', '--seed', '7', '--scenario', day];

interface Summary {
  readonly factsDigest: string;
  readonly seed: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly performance: unknown;
}
const read = (line: string): Summary => JSON.parse(line) as Summary;

describe('legwork demo', () => {
  it('writes one line of JSON and nothing else, the same on the oldest Node that is supported', async () => {
    const [now, oldest] = await Promise.all([legwork(demo), legwork(demo, node22)]);
    expect(now.code).toBe(0);
    expect(now.stdout.split('\n')).toHaveLength(2);
    expect(now.stderr).toContain('waiting');
    const { performance, ...summary } = read(now.stdout);
    expect(performance).toMatchObject({ node: process.version });
    expect(summary).toMatchObject({ seed: 7, complete: true, invariants: { violations: 0 } });
    const { performance: other, ...same } = read(oldest.stdout);
    expect(other).toBeDefined();
    expect(same).toEqual(summary);
  });

  it('ends quietly when nobody reads on', async () => {
    const { code, stderr } = await heard(
      demo.filter((arg) => arg !== '--json'),
      (child) => {
        child.stdout.once('data', () => child.stdout.destroy());
      },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('says which version it is', async () => {
    const { code, stdout } = await legwork(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.concurrent.each([
    ['an option that there is not', ['demo', '--sed', '7'], "unknown option '--sed'"],
    ['a seed that is no number', ['demo', '--seed', '-1'], 'a seed is a whole number from 0'],
    ['a word too many', ['demo', 'today'], 'too many arguments'],
    ['a command that there is not', ['dmo'], "unknown command 'dmo'"],
    ['a file that there is not', ['demo', '--scenario', 'none.yaml'], 'the scenario none.yaml: there is no such file'],
    [
      'a scenario that is wrong',
      ['demo', '--scenario', file('wrong.yaml', shortDay().replace('holdShare: 0.3', 'holdShare: 3'))],
      /wrong\.yaml:\d+:\d+ talks\.holdShare: is 3; allowed is a number from 0 to 1/,
    ],
    [
      'a routing that is wrong',
      ['demo', '--scenario', file('lost.yaml', shortDay().replace('queue: pe, overflow', 'queue: pp, overflow'))],
      /lost\.yaml:\d+:\d+ routing\.nodes\.pe-queue\.queue: is "pp"/,
    ],
  ])('says what is wrong with %s', async (_what, args, message) => {
    const ended = await legwork(args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(message);
  });
});

const header =
  'line,call_id,priority,type,date,vru_entry,vru_exit,vru_time,q_start,q_exit,q_time,outcome,ser_start,ser_exit,ser_time,server';
const rows = [
  'L1,1,0,PS,990301,8:00:00,8:00:10,10,0:00:00,0:00:00,0,AGENT,8:00:10,8:02:10,120,ADA',
  'L1,2,2,PS,990301,8:00:30,8:00:40,10,8:00:40,8:02:12,92,AGENT,8:02:13,8:03:13,60,ADA',
  'L1,3,0,PS,990301,8:00:50,8:01:00,10,8:01:00,8:01:20,20,HANG,0:00:00,0:00:00,0,NO_SERVER',
  'L1,4,0,PS,990301,8:10:00,8:10:10,10,8:10:10,8:10:20,10,PHANTOM,0:00:00,0:00:00,0,NO_SERVER',
  'L1,5,0,PS,990301,8:11:00,8:11:10,-50,8:11:10,8:11:20,10,AGENT,8:11:21,8:12:00,39,ADA',
];

const two = (n: number): string => String(n).padStart(2, '0');

interface Stopped {
  readonly complete: boolean;
  readonly days: readonly unknown[];
  readonly rows: unknown;
}

describe('legwork replay-trace', () => {
  it('sets the recorded beside the simulated, and counts the rows that it cannot use by reason', async () => {
    const { code, stdout, stderr } = await legwork([
      'replay-trace',
      file('calls.csv', [header, ...rows].join('\n')),
      '--json',
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('1999-03-01');
    expect(stdout.split('\n')).toHaveLength(2);
    expect(JSON.parse(stdout)).toMatchObject({
      complete: true,
      rows: { all: 5, used: 3, notReached: 0, skipped: { phantom: 1, negativeVruTime: 1 } },
      all: {
        recorded: { calls: 3, served: 2, abandoned: 1, meanWaitMs: 46_000, meanServiceMs: 90_000 },
        // One agent: the second caller waits for the end of the first call, the third gives up after 20 s.
        simulated: { calls: 3, served: 2, abandoned: 1 },
      },
    });
  });

  it('says that it was stopped before the end, and counts what was replayed by then', async () => {
    const dates = Array.from({ length: 12 * 28 }, (_, n) => `99${two(1 + Math.floor(n / 28))}${two(1 + (n % 28))}`);
    const year = dates.flatMap((date) => rows.slice(0, 3).map((row) => row.replace('990301', date)));
    const path = file('year.csv', [header, ...year].join('\n'));
    const stop = (child: Running): void => void child.stderr.once('data', () => child.kill('SIGINT'));
    const { code, stdout } = await heard(['replay-trace', path, '--json'], stop);
    expect(code).toBe(130);
    const { complete, days, rows: counted } = JSON.parse(stdout) as Stopped;
    expect(complete).toBe(false);
    expect(counted).toMatchObject({
      all: year.length,
      used: 3 * days.length,
      notReached: year.length - 3 * days.length,
    });
    expect(days.length).toBeLessThan(dates.length);
  });

  it.concurrent.each([
    ['no file', ['replay-trace'], "missing required argument 'file'"],
    ['a file that there is not', ['replay-trace', 'none.csv'], 'the recording none.csv: there is no such file'],
    [
      'a row that is wrong',
      ['replay-trace', file('wrong.csv', [header, ...rows, rows[0]?.replace('AGENT', 'AGNT')].join('\n'))],
      /wrong\.csv is no recording: line 7: outcome is one of AGENT, HANG, PHANTOM, not "AGNT"/,
    ],
    ['nothing to replay', ['replay-trace', file('empty.csv', header)], 'no call that can be replayed'],
  ])('says what is wrong with %s', async (_what, args, message) => {
    const ended = await legwork(args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(message);
  });
});
