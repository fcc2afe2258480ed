import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultNames } from '@legwork/sim';
import { compile, compiled, leg } from '@legwork/core';
import { soak } from '@legwork/sim/soak';
import { afterAll, describe, expect, it } from 'vitest';
import { replay as replayFile } from '../../../api/src/cli/replay.ts';
import { UsageError } from '../../../api/src/cli/usage.ts';
import { legwork, type Ended } from '../../support/legwork.ts';
import { valueAt, withValueAt } from '../../support/mutations.ts';
import { node22 } from '../../support/node22.ts';

const folder = mkdtempSync(join(tmpdir(), 'legwork-soak-'));
afterAll(() => rmSync(folder, { recursive: true }));
const first = join(import.meta.dirname, '../../support/break-legs.ts');

const run = (...args: readonly string[]): Promise<Ended> => legwork(args, { cwd: folder });
const broken = (...args: readonly string[]): Promise<Ended> => legwork(args, { cwd: folder, first });

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const faults = ['zombieLeg', 'lostHangUp', 'untoldEndOfRing'] as const;
/** The first seed that shows what `break-legs` breaks. */
function failingSeed(): number {
  const dropping = ['states', 'dropping', 'entry'];
  const entry = (valueAt(leg.config, dropping) as readonly unknown[]).filter((act) => !isKill(act));
  const config = withValueAt(leg.config, dropping, entry) as typeof leg.config;
  const deciders = { ...compiled(), leg: compile({ ...leg, config }) };
  for (const { seed, soaked } of soak({ seeds: [1, 100], calls: 12, faults, deciders }))
    if (soaked.violations.length > 0) return seed;
  throw new Error('no seed fails');
}
const isKill = (act: unknown): boolean => JSON.stringify(act).includes('"timer":"kill"');

describe('legwork soak', () => {
  it('writes one line of JSON and nothing else, the same on the oldest Node that is supported', async () => {
    const args = ['soak', '--seeds', '3..4', '--calls', '5', '--json'];
    const [now, oldest] = await Promise.all([run(...args), legwork(args, { cwd: folder, node: node22 })]);
    expect([now.code, oldest.code]).toEqual([0, 0]);
    expect(now.stdout.split('\n')).toHaveLength(2);
    const [{ performance, ...summary }, { performance: _, ...same }] = [now, oldest].map(
      ({ stdout }) => JSON.parse(stdout) as Record<string, unknown>,
    ) as [Record<string, unknown>, Record<string, unknown>];
    expect(same).toEqual(summary);
    expect(summary).toMatchObject({ worlds: 2, violations: 0, failures: [], seeds: [3, 4], complete: true });
    expect(Object.keys(summary['faults'] as object)).toEqual(faultNames);
    expect(summary['calls']).toBeGreaterThan(0);
    expect(summary['events']).toBeGreaterThan(100);
    expect(performance).toMatchObject({ node: process.version });
  });

  it('lets only those faults strike that are named', async () => {
    const { code, stdout } = await run('soak', '--seeds', '1', '--faults', 'lostHangUp,jitter', '--calls', '4');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^lostHangUp +\d+$/m);
    expect(stdout).toContain('1 worlds, 4 calls');
    expect(stdout).not.toContain('hangUpTwice');
  });

  it('says what is wrong with what it is asked, and what is allowed', async () => {
    const [fault, seeds, calls] = await Promise.all([
      run('soak', '--faults', 'lostHangUp,lostHangup'),
      run('soak', '--seeds', '5..1'),
      run('soak', '--calls', 'many'),
    ]);
    expect([fault.code, seeds.code, calls.code]).toEqual([2, 2, 2]);
    expect(fault.stderr).toContain("there is no fault 'lostHangup'; allowed are all, none, or some of:\nlostHangUp,");
    expect(seeds.stderr).toContain('seeds are written a..b, both whole numbers from 0, the first not above the second');
    expect(calls.stderr).toContain('a whole number from 1 to 10000');
  });

  it('shrinks what fails, draws it, and writes a file that lets the same happen again', async () => {
    const soaked = await broken('soak', '--seeds', String(failingSeed()), '--calls', '12', '--faults', faults.join());
    expect(soaked.code).toBe(1);
    const [least, ...ladder] = soaked.stdout.slice(soaked.stdout.indexOf('shrunk to')).split('\n');
    expect(least).toMatch(/^shrunk to 1 call, \d deeds?, /);
    expect(ladder[0]).toContain('engine');
    const [, name = ''] = /again: npm run legwork -- replay (\S+)/.exec(soaked.stdout) ?? [];
    expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))).toMatchObject({
      legwork: 'replay',
      version: 1,
      kind: 'soak',
      expected: { invariant: 1 },
    });

    const [again, inJson, mended] = await Promise.all([
      broken('replay', name),
      broken('replay', name, '--json'),
      run('replay', name),
    ]);
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('found: the same');
    expect(again.stdout).toContain(ladder[0]);
    expect(inJson.code).toBe(1);
    expect(JSON.parse(inJson.stdout)).toMatchObject({ file: name, isExpected: true });
    expect(mended.code).toBe(0);
    expect(mended.stdout).toContain('nothing is wrong any more');

    const otherwise = readFileSync(join(folder, name), 'utf8').replace('"invariant": 1', '"invariant": 7');
    const changed = await broken('replay', file('changed.json', otherwise));
    expect(changed.code).toBe(1);
    expect(changed.stdout).toContain('found: something else: invariant 1');
  });
});

describe('legwork replay', () => {
  const plan = {
    seed: 1,
    shape: 'unlimited',
    latencyMs: [20, 20],
    agents: 1,
    supervisors: 0,
    greets: false,
    callers: [{ afterMs: 0, staysMs: 1_000, happenings: [] }],
    phones: [{ kind: 'ringsOut' }],
    faults: [],
    faultsUntilMs: 0,
  };
  const expected = { invariant: 1, at: 0, call: null, what: 'something' };
  const replay = { legwork: 'replay', version: 1, kind: 'soak', expected, plan };

  it.each<[string, string, string]>([
    ['no JSON', '{', 'wrong.json is not JSON: '],
    ['something else', '[]', 'wrong.json is no replay file: such a file has "legwork": "replay"'],
    ['another version', JSON.stringify({ ...replay, version: 9 }), 'the version is 9; allowed is 1'],
    ['an unknown kind', JSON.stringify({ ...replay, kind: 'x' }), 'the kind is "x"; allowed is one of soak'],
    [
      'an unknown fault',
      JSON.stringify({ ...replay, plan: { ...plan, faults: [{ name: 'x' }] } }),
      'plan.faults[0].name is "x"; allowed is one of lostHangUp, ',
    ],
    [
      'a key too many and a key too few',
      JSON.stringify({ ...replay, plan: { ...plan, agents: undefined, agent: 1 } }),
      'plan unknown key agent; allowed are seed, shape, ',
    ],
    [
      'what is no deed',
      JSON.stringify({
        ...replay,
        plan: { ...plan, callers: [{ afterMs: 0, staysMs: 1, happenings: [{ waitMs: 0, deed: { do: 'dance' } }] }] },
      }),
      'plan.callers[0].happenings[0].deed.do is no deed',
    ],
  ])('refuses %s in words', (_, text, words) => {
    const wrong = join(folder, file('wrong.json', text));
    expect(() => replayFile(wrong, {})).toThrow(UsageError);
    expect(() => replayFile(wrong, {})).toThrow(words);
  });

  it('says that there is no such file', async () => {
    const { code, stderr } = await run('replay', 'none.json');
    expect(code).toBe(2);
    expect(stderr).toContain('cannot read the replay file none.json: there is no such file');
  });
});
