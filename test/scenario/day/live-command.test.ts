import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { legwork } from '../../support/legwork.ts';

const cwd = tmpdir();

interface Summary {
  readonly liveCalls: number;
  readonly actions: Readonly<Record<string, { readonly done: number }>>;
  readonly heard: { readonly looked: number; readonly wrong: number };
}

describe('legwork demo', { concurrent: true }, () => {
  it('lets a supervisor do everything there is to do through the API, and prints one line of JSON and nothing else', async () => {
    const { code, stdout, stderr } = await legwork(['demo', '--headless', '--for', '1', '--json', '--seed', '7'], {
      cwd,
    });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const { liveCalls, actions, heard } = JSON.parse(stdout) as Summary;
    expect(liveCalls).toBeGreaterThan(150);
    expect(Object.keys(actions)).toEqual(['monitor', 'whisper', 'barge', 'takeover', 'transfer', 'stop']);
    for (const { done } of Object.values(actions)) expect(done).toBeGreaterThanOrEqual(2);
    expect(heard.wrong).toBe(0);
  });

  it('says where it is, and ends when its time is over', async () => {
    const { code, stdout, stderr } = await legwork(['demo', '--for', '1', '--port', '0'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/http:\/\/127\.0\.0\.1:\d+\/console#token=ll_[\w-]+\n/);
  });

  it.for<[string, readonly string[], string]>([
    ['JSON of a demo that goes on until it is stopped', ['--json'], '--json needs --headless'],
    ['a port for a day', ['--fast', '--port', '80'], '--port is for the live demo'],
    ['a port that there is not', ['--port', '65536'], 'it is a whole number from 0 to 65535'],
    ['no time at all', ['--headless', '--for', '0'], 'it is a whole number from 1 to 86400'],
  ])('says what is wrong with %s', async ([, args, complaint]) => {
    const { code, stdout, stderr } = await legwork(['demo', ...args], { cwd });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(complaint);
  });
});
