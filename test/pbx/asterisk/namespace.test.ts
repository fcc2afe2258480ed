import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { whyNoNamespace } from './namespace.ts';

it('the Asterisk to try things on has a network of its own where that is to be had, says why where it is not, and ends when told to', async () => {
  const program = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'main.ts'), '--namespace'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  for await (const line of createInterface(program.stdout)) {
    said.push(line);
    if (line.includes('Ctrl-C ends it')) program.kill('SIGTERM');
  }
  if (program.exitCode === null) await once(program, 'exit');
  expect(program.exitCode).toBe(0);
  const why = whyNoNamespace();
  expect(said.find((line) => line.includes('network namespace'))).toContain(
    why === null ? 'nsenter --user --net' : `(${why})`,
  );
  expect(said.join('\n')).toMatch(/Asterisk \S*22\.\S+ after \d+ ms/);
});
