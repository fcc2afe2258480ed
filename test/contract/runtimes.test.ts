import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { node22 } from '../support/node22.ts';

const listExports = `
  for (const name of ${JSON.stringify([
    '@legwork/core',
    '@legwork/core/runtime',
    '@legwork/sim',
    '@legwork/sim/arbitrary',
    '@legwork/asterisk',
    '@legwork/freeswitch',
    '@legwork/stringee',
    '@legwork/api',
    '@legwork/api/client',
    '@legwork/api/serve',
  ])}) {
    console.log(name, Object.keys(await import(name)).toSorted());
  }`;

function exportsUnder(node: string): string {
  const args = ['--no-warnings', '--input-type=module', '--eval', listExports];
  return execFileSync(node, args, { cwd: import.meta.dirname, encoding: 'utf8' });
}

test('the oldest supported Node runs the packages from their sources, as this one does', () => {
  expect(execFileSync(node22, ['--version'], { encoding: 'utf8' })).toMatch(/^v22\./);
  expect(exportsUnder(node22)).toBe(exportsUnder(process.execPath));
});
