import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createStreams } from '../../sim/src/kernel/index.ts';
import { estimatesOf, parseTrace, recordedFigures, replayCallers } from '../../sim/src/workload/index.ts';
import type { Trace } from '../../sim/src/workload/index.ts';

const header =
  'line,call_id,priority,type,date,vru_entry,vru_exit,vru_time,q_start,q_exit,q_time,outcome,ser_start,ser_exit,ser_time,server';

/** A made-up morning: each row is one thing that a recording can hold. */
const putThrough = 'L1,1,0,PS,990301,8:00:00,8:00:10,10,0:00:00,0:00:00,0,AGENT,8:00:10,8:02:10,120,ADA';
const queued = 'L1,2,2,PS,990301,8:01:00,8:01:05,5,8:01:05,8:02:15,70,AGENT,8:02:14,8:03:14,60,ADA';
const gaveUp = 'L1,3,0,NW,990301,8:01:30,8:01:40,10,8:01:40,8:02:20,40,HANG,0:00:00,0:00:00,0,NO_SERVER';
const afterPause = 'L1,4,1,NE,990301,8:13:10,8:13:16,6,0:00:00,0:00:00,0,AGENT,8:13:15,8:14:15,60,ADA';
const otherAgent = 'L2,1,0,NW,990301,8:04:00,8:04:10,10,0:00:00,0:00:00,0,AGENT,8:04:10,8:05:00,50,BEN';
const nextDay = 'L2,2,0,IN,990302,9:00:00,9:00:10,10,0:00:00,0:00:00,0,AGENT,9:00:10,9:04:10,240,BEN';

const phantom = 'L1,11,0,PS,990301,9:00:00,9:00:10,10,9:00:10,9:00:20,10,PHANTOM,9:00:20,9:00:30,10,NO_SERVER';
const leftInMenu = 'L1,12,0,PS,990301,9:01:00,9:01:07,7,0:00:00,0:00:00,0,HANG,0:00:00,0:00:00,0,NO_SERVER';
const clockJumped = 'L1,13,2,PS,990301,9:02:00,9:01:05,-55,9:01:05,9:02:15,70,AGENT,9:02:15,9:03:15,60,ADA';
const servedForNoTime = 'L1,14,0,PS,990301,9:03:00,9:03:10,10,0:00:00,0:00:00,0,AGENT,0:00:00,0:00:00,0,ADA';
const servedForLess = 'L1,16,0,PS,990301,9:04:00,9:04:10,10,0:00:00,0:00:00,0,AGENT,9:04:10,9:04:01,-9,ADA';
const waitedForADay = 'L1,17,0,PS,990301,9:05:00,9:05:10,10,9:05:10,9:05:40,86401,HANG,0:00:00,0:00:00,0,NO_SERVER';
const atNight = 'L1,15,0,NW,990301,0:01:00,0:01:10,10,0:01:10,0:01:30,20,HANG,0:00:00,0:00:00,0,NO_SERVER';

const pastMidnight = 'L1,21,0,PS,990301,23:59:30,23:59:40,10,23:59:40,0:00:10,30,AGENT,0:00:10,0:01:10,60,BEN';
const servedByNobody = 'L1,22,0,TT,990301,10:00:00,10:00:02,2,0:00:00,0:00:00,0,AGENT,10:00:02,10:00:06,4,NO_SERVER';
const gaveUpAndServed =
  'L1,23,0,NW,990301,10:01:00,10:01:10,10,10:01:10,10:01:40,30,HANG,10:01:40,10:01:46,6,NO_SERVER';

const read = (...rows: readonly string[]): Trace => parseTrace([header, ...rows].join('\n'));

describe('a recorded day', () => {
  it('has its callers in the order in which they asked for an agent, not in that of the lines', () => {
    const [day] = read(otherAgent, gaveUp, queued, putThrough).days;
    expect(day?.callers.map(({ id }) => id)).toEqual(['L1/1', 'L1/2', 'L1/3', 'L2/1']);
  });

  it('knows of each caller who it is, when it asked and what became of it', () => {
    const [day] = read(queued, gaveUp).days;
    expect(day).toMatchObject({ date: '1999-03-01', weekday: 'mon' });
    expect(day?.callers).toEqual([
      {
        id: 'L1/2',
        type: 'PS',
        priority: 2,
        menuMs: 5_000,
        asksAtMs: clock(8, 1, 5),
        outcome: {
          kind: 'served',
          waitMs: 70_000,
          service: { startMs: clock(8, 2, 14), lastsMs: 60_000, agent: 'ADA' },
        },
      },
      {
        id: 'L1/3',
        type: 'NW',
        priority: 0,
        menuMs: 10_000,
        asksAtMs: clock(8, 1, 40),
        outcome: { kind: 'abandoned', waitMs: 40_000 },
      },
    ]);
  });

  it('lets a caller who was put through at once ask at the end of the menu, and wait for nothing', () => {
    const [day] = read(putThrough).days;
    expect(day?.callers[0]).toMatchObject({ asksAtMs: clock(8, 0, 10), outcome: { kind: 'served', waitMs: 0 } });
  });

  it('ends a shift at a pause of more than ten minutes and begins another with the next call', () => {
    const [day] = read(putThrough, queued, afterPause, otherAgent).days;
    // The pause between 8:03:14 and 8:13:15 is one second longer than ten minutes.
    expect(day?.shifts).toEqual([
      { agent: 'ADA', fromMs: clock(8, 0, 10), toMs: clock(8, 3, 14), types: ['PS', 'NE'] },
      { agent: 'BEN', fromMs: clock(8, 4, 10), toMs: clock(8, 5, 0), types: ['NW'] },
      { agent: 'ADA', fromMs: clock(8, 13, 15), toMs: clock(8, 14, 15), types: ['PS', 'NE'] },
    ]);
  });

  it('keeps a shift together over a pause of ten minutes', () => {
    const [day] = read(queued, afterPause.replace('8:13:15', '8:13:14')).days;
    expect(day?.shifts).toHaveLength(1);
  });

  it('stands beside the other days, in order', () => {
    expect(read(nextDay, putThrough).days.map(({ date, weekday }) => `${weekday} ${date}`)).toEqual([
      'mon 1999-03-01',
      'tue 1999-03-02',
    ]);
  });

  it('has figures by the definitions of a simulation: the wait of the served, put through at once or not', () => {
    const [day] = read(putThrough, queued, gaveUp, otherAgent).days;
    expect(day && recordedFigures(day)).toMatchObject({
      calls: 4,
      served: 3,
      abandoned: 1,
      shareAbandoned: 0.25,
      wait90Ms: 56_000,
    });
    expect((day && recordedFigures(day).meanWaitMs) ?? NaN).toBeCloseTo(70_000 / 3, 6);
    expect((day && recordedFigures(day).meanServiceMs) ?? NaN).toBeCloseTo(230_000 / 3, 6);
  });
});

describe('a row of a recording', () => {
  const rows = {
    callers: [putThrough, queued, gaveUp, otherAgent],
    skipped: [phantom, leftInMenu, clockJumped, servedForNoTime, servedForLess, waitedForADay, atNight],
    mended: [pastMidnight, servedByNobody, gaveUpAndServed],
  };
  const trace = read(...rows.callers, ...rows.skipped, ...rows.mended);

  it('is a caller or counted with the reason why it is none', () => {
    expect(trace.rows).toBe(14);
    expect(trace.skipped).toEqual({
      phantom: 1,
      leftInMenu: 1,
      negativeVruTime: 1,
      zeroService: 1,
      impossibleTime: 2,
      outOfHours: 1,
    });
    expect(accountedFor(trace)).toBe(14);
  });

  it('that is used although something is wrong with it is counted too', () => {
    expect(trace.mended).toEqual({ pastMidnight: 1, agentUnknown: 1, serviceOfAbandoned: 1 });
  });

  it('whose times go past midnight stays on the day on which it began', () => {
    const caller = trace.days[0]?.callers.at(-1);
    expect(caller).toMatchObject({ asksAtMs: clock(23, 59, 40), outcome: { service: { startMs: clock(24, 0, 10) } } });
  });

  it('that nobody served is evidence of nobody on shift', () => {
    expect(trace.days[0]?.shifts.map(({ agent }) => agent)).toEqual(['ADA', 'BEN', 'BEN']);
  });

  it('of a caller who gave up has no service, whatever it says', () => {
    const caller = trace.days[0]?.callers.find(({ id }) => id === 'L1/23');
    expect(caller?.outcome).toEqual({ kind: 'abandoned', waitMs: 30_000 });
  });

  it.each([
    [putThrough.replace('PS', 'XX'), 'line 3: type is one of PS, PE, IN, NE, NW, TT, not "XX"'],
    [putThrough.replace('8:00:10', '8:61:10'), 'line 3: vru_exit is a time of day such as 7:05:00, not "8:61:10"'],
    [putThrough.replace(',120,', ',two,'), 'line 3: ser_time is a number of seconds, not "two"'],
    [putThrough.replace('990301', '990231'), 'line 3: date is a date as yymmdd, not "990231"'],
    [putThrough.replace('AGENT', 'AGENTS'), 'line 3: outcome is one of AGENT, HANG, PHANTOM, not "AGENTS"'],
    [putThrough.replace(',ADA', ''), 'line 3: Invalid Record Length'],
  ])('that is not of its form stops the reading: %s', (row, message) => {
    expect(() => read(queued, row)).toThrow(message);
  });

  it('cannot be read without its columns', () => {
    expect(() => parseTrace('line,call_id\nL1,1')).toThrow('line 1: the columns priority, type, date');
  });
});

describe('a replay', () => {
  const trace = read(putThrough, queued, gaveUp, afterPause, otherAgent);
  const estimates = estimatesOf(trace);
  const callersOf = (seed: number) => trace.days.flatMap((day) => replayCallers(day, estimates, createStreams(seed)));

  it('lets everybody call as recorded, and those who were served need what they needed', () => {
    expect(callersOf(1).map(({ id, callsAtMs, menuMs }) => [id, callsAtMs, menuMs])).toEqual([
      ['L1/1', clock(8, 0, 0), 10_000],
      ['L1/2', clock(8, 1, 0), 5_000],
      ['L1/3', clock(8, 1, 30), 10_000],
      ['L2/1', clock(8, 4, 0), 10_000],
      ['L1/4', clock(8, 13, 10), 6_000],
    ]);
    expect(callersOf(1).find(({ id }) => id === 'L1/2')?.serviceMs).toBe(60_000);
  });

  it('lets who gave up be as patient as recorded, and need one of the services of the type', () => {
    expect(callersOf(1).find(({ id }) => id === 'L1/3')).toMatchObject({ patienceMs: 40_000, serviceMs: 50_000 });
  });

  it('lets who was served be more patient than needed', () => {
    const patiences = Array.from({ length: 50 }, (_, seed) => callersOf(seed)[1]?.patienceMs ?? NaN);
    expect(Math.min(...patiences)).toBeGreaterThan(70_000);
  });

  it('lets who was put through at once have the priority of one who queued: of such callers none is recorded', () => {
    // Of PS the only one who queued has high priority; of NW the only one has none.
    expect(callersOf(1).map(({ priority }) => priority)).toEqual([2, 2, 0, 0, 0]);
  });

  it('draws the same for the same seed', () => {
    expect(callersOf(7)).toEqual(callersOf(7));
  });

  it('knows how long agents took to the next call while somebody waited for them', () => {
    // Ada ended at 8:02:10, the caller in the queue was taken at 8:02:14. After that nobody waited for her.
    expect(estimates.afterCallMs).toEqual([4_000]);
  });
});

const recording = join(import.meta.dirname, '../../../shared/data/bank-1999/calls-1999-02-first-half.csv');
if (existsSync(recording)) {
  describe('the recording of a bank, February 1999', () => {
    const trace = parseTrace(readFileSync(recording, 'utf8'));

    it('is accounted for row by row', () => {
      expect(trace.rows).toBe(17_456);
      expect(accountedFor(trace)).toBe(17_456);
      expect(trace.skipped).toEqual({
        phantom: 143,
        leftInMenu: 1023,
        negativeVruTime: 16,
        zeroService: 41,
        impossibleTime: 0,
        outOfHours: 4,
      });
      expect(trace.mended).toEqual({ pastMidnight: 14, agentUnknown: 274, serviceOfAbandoned: 50 });
    });

    it('has fourteen days, ten of them working days with 15 to 19 agents', () => {
      expect(trace.days).toHaveLength(14);
      const working = trace.days.filter(({ weekday }) => weekday !== 'fri' && weekday !== 'sat');
      expect(working).toHaveLength(10);
      const agents = working.map(({ shifts }) => new Set(shifts.map(({ agent }) => agent)).size);
      expect([Math.min(...agents), Math.max(...agents)]).toEqual([15, 19]);
    });

    it('has the waits and abandonments of a count that was made apart from this code', () => {
      const monday = trace.days[0];
      expect(monday && recordedFigures(monday)).toMatchObject({
        calls: 1491,
        served: 1346,
        abandoned: 145,
        wait90Ms: 118_000,
      });
      expect((monday && recordedFigures(monday).meanWaitMs) ?? NaN).toBeCloseTo(34_447.25, 1);
    });
  });
}

function accountedFor({ days, skipped }: Trace): number {
  const callers = days.reduce((sum, day) => sum + day.callers.length, 0);
  return Object.values(skipped).reduce((sum, count) => sum + count, callers);
}

function clock(hours: number, minutes: number, seconds: number): number {
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
