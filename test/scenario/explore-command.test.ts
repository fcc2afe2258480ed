import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { legwork, type Running } from '../support/legwork.ts';

const explore = (args: readonly string[], meanwhile?: (child: Running) => void) =>
  legwork(['explore', ...args], { cwd: tmpdir(), ...(meanwhile === undefined ? {} : { meanwhile }) });

describe('legwork explore', () => {
  it('writes one line of JSON and nothing else: how much it was, and that nothing is wrong', async () => {
    const { code, stdout } = await explore(['--legs', '2', '--json']);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(2);
    const { states, edges, ...rest } = JSON.parse(stdout) as Record<string, number>;
    expect(rest).toMatchObject({ isClosed: true, violations: 0, stories: [], bounds: { legs: 2, faults: 0 } });
    expect(states).toBeGreaterThan(100);
    expect(edges).toBeGreaterThan(states ?? 0);
  });

  it('hears Ctrl-C while it explores, and tells what it has found by then', async () => {
    const { code, stdout, stderr } = await explore(['--legs', '4', '--json'], (child) => {
      child.stderr.once('data', () => child.kill('SIGINT'));
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(/^\d+ states, \d+ % explored, \d+ deep$/m);
    expect(JSON.parse(stdout)).toMatchObject({ isClosed: false, violations: 0 });
  });

  it.each([
    ['a command that there is not', ['--commands', 'hold,hop'], /there is no hop; there are .*hold/],
    ['more legs than a call has', ['--legs', '5'], /1 to 4/],
  ])('says what is wrong with %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await explore(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});
