import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { asId, type SwitchEvent } from '@legwork/core';
import { openSwitch } from '@legwork/freeswitch';
import { afterAll, describe, expect, test } from 'vitest';
import { until } from '../support/freeswitch/until.ts';
import { legwork } from '../support/legwork.ts';

const folder = mkdtempSync(join(tmpdir(), 'legwork-freeswitch-'));
afterAll(() => rmSync(folder, { recursive: true }));

const startTwin = async (...args: readonly string[]) => {
  const main = join(import.meta.dirname, '../../api/src/cli/main.ts');
  const twin = spawn(process.execPath, ['--no-warnings', main, 'twin', 'freeswitch', '--port', '0', ...args]);
  const [line] = (await once(createInterface(twin.stdout), 'line')) as [string];
  const [, port, control = ''] = /^event socket 127\.0\.0\.1:(\d+), control (\S+):/.exec(line) ?? [];
  const post = async (path: string, body: object, method = 'POST') => {
    const response = await fetch(`${control}/${path}`, { method, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
  };
  return {
    port: Number(port),
    control,
    post,
    async stop() {
      twin.kill('SIGTERM');
      await once(twin, 'exit');
    },
  };
};

const configuration = (name: string, options: object): string => {
  writeFileSync(join(folder, name), JSON.stringify(options));
  return name;
};

describe('the command line', () => {
  test('runs a FreeSWITCH in small, whose far ends do as they are told, and looks a FreeSWITCH over', async () => {
    const twin = await startTwin('--password', 'hush hush', '--seed', '7');
    try {
      const reached = { host: '127.0.0.1', port: twin.port, password: 'hush hush', dial: 'sofia/gateway/trunk/{to}' };
      const port = await openSwitch({ id: 'sw', ...reached });
      const events: SwitchEvent[] = [];
      port.events.subscribe((event) => events.push(event));
      const called = await twin.post('calls', { from: '0901', to: '1900' });
      await until('the offer', () => events.some(({ type }) => type === 'leg.offered'));
      expect(events.map(({ type }) => type)).toEqual(['switch.back', 'leg.offered']);
      expect(events[1]).toMatchObject({ native: called.body['leg'], from: '0901', to: '1900' });

      expect(await twin.post('phones/agent', { answering: 'isBusy' }, 'PUT')).toMatchObject({ status: 200 });
      const native = asId<never>('c1.2');
      port.perform({
        type: 'dial',
        op: asId('1.1'),
        switch: asId('sw'),
        call: asId('c1'),
        leg: native,
        native,
        to: asId('agent'),
        as: asId('1900'),
        ringMs: 5000,
      });
      await until('the end', () => events.some(({ type }) => type === 'leg.ended'));
      expect(events.at(-1)).toMatchObject({ native, cause: 'busy' });

      expect(await twin.post(`legs/${String(called.body['leg'])}/hangUp`, {})).toMatchObject({ status: 200 });
      await until('the customer to be gone', () => events.filter(({ type }) => type === 'leg.ended').length === 2);
      expect(await twin.post('legs/nobody/hangUp', {})).toMatchObject({ status: 404 });
      expect(await twin.post('power', { do: 'explode' })).toMatchObject({ status: 400 });
      await port.close();

      const looked = await legwork(['check', 'freeswitch', '--config', configuration('good.json', reached)], {
        cwd: folder,
      });
      expect(looked).toMatchObject({ code: 0, stderr: '' });
      expect(looked.stdout).toContain('fine  mod_conference');
      expect(looked.stdout).not.toContain('hush hush');
      const wrong = configuration('wrong.json', { ...reached, password: 'guessed', dial: 'sofia/gateway/nope/{to}' });
      const refused = await legwork(['check', 'freeswitch', '--config', wrong], { cwd: folder });
      expect(refused.code).toBe(1);
      expect(refused.stdout).toContain('WRONG the event socket: FreeSWITCH at 127.0.0.1');
      const noGateway = configuration('gateway.json', {
        ...reached,
        dial: 'sofia/gateway/nope/{to}',
        conferenceProfile: 'quiet',
      });
      const lacking = await legwork(['check', 'freeswitch', '--config', noGateway], { cwd: folder });
      expect(lacking.stdout).toContain('WRONG a gateway nope');
      expect(lacking.stdout).toContain('WRONG a conference profile quiet');
    } finally {
      await twin.stop();
    }
  });

  test('tells which faults of the wire there are, and what a configuration lacks', async () => {
    const unknown = await legwork(['twin', 'freeswitch', '--port', '0', '--fault', 'gremlins'], { cwd: folder });
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('lostHangUp, hangUpTwice');
    const empty = await legwork(
      ['check', 'freeswitch', '--config', configuration('empty.json', { host: 'h', password: 'p' })],
      { cwd: folder },
    );
    expect(empty.stdout).toContain('WRONG the options: dial: a dial string with {to} in it');
  });

  test('runs a FreeSWITCH that tells too little and too much, and Legwork learns of every end all the same', async () => {
    const twin = await startTwin('--fault', 'hangUpTwice', 'wrongOrder', 'jitter');
    try {
      const port = await openSwitch({
        id: 'sw',
        host: '127.0.0.1',
        port: twin.port,
        password: 'ClueCon',
        dial: 'sofia/lab/{to}',
      });
      const ended: string[] = [];
      port.events.subscribe((event) => {
        if (event.type === 'leg.offered') void twin.post(`legs/${event.native}/hangUp`, {});
        if (event.type === 'leg.ended') ended.push(event.native);
      });
      for (let n = 0; n < 20; n += 1) await twin.post('calls', { from: `090${n}`, to: '1900' });
      await until('all ends', () => ended.length >= 20);
      expect(new Set(ended).size).toBe(ended.length);
      await port.close();
    } finally {
      await twin.stop();
    }
  });
});
