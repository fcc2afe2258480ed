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

function run(node: string, script: string): string {
  const args = ['--no-warnings', '--input-type=module', '--eval', script];
  return execFileSync(node, args, { cwd: import.meta.dirname, encoding: 'utf8' });
}

test('the oldest supported Node runs the packages from their sources, as this one does', () => {
  expect(execFileSync(node22, ['--version'], { encoding: 'utf8' })).toMatch(/^v22\./);
  expect(run(node22, listExports)).toBe(run(process.execPath, listExports));
});

/** Offers another protocol, and is gone before it can be told no. */
const offerAndGo = `
  import { once } from 'node:events';
  import { connect } from 'node:net';
  import { listen } from '@legwork/api/serve';
  const listening = await listen({ fetch: () => new Response('here') }, { host: '127.0.0.1', port: 0 });
  for (let n = 0; n < 20; n += 1) {
    const socket = connect(listening.port, '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('GET / HTTP/1.1\\r\\nHost: here\\r\\nConnection: Upgrade\\r\\nUpgrade: h2c\\r\\n\\r\\n');
    socket.resetAndDestroy();
    await once(socket, 'close');
  }
  console.log(await (await fetch(listening.url)).text());
  await listening.close(0);`;

test('a server of the oldest Node lives on when somebody offers another protocol and is gone', () => {
  expect(run(node22, offerAndGo)).toBe('here\n');
});
