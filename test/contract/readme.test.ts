import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
// Those that need nothing but the simulator; what asks a server is tried with the API.
const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)]
  .map(([, code]) => code ?? '')
  .filter((code) => code.includes("from '@legwork/sim'"));

it('has three examples', () => {
  expect(examples).toHaveLength(3);
});

it.each(examples)('prints what its comments promise: %#', (example) => {
  const promised = [...example.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, words]) => words);
  expect(promised).toHaveLength(2);

  const printed = execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', example], {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
    // What is drawn for people goes where errors go.
    stdio: 'pipe',
  });
  expect(printed.trimEnd().split('\n')).toEqual(promised);
});
