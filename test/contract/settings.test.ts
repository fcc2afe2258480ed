import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineConfigOf, loadSettings, settingsProblemText, settingsSchema } from '@legwork/api';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const example = readFileSync(join(import.meta.dirname, '../../api/legwork.example.yaml'), 'utf8');

const load = (text: string, environment: Readonly<Record<string, string>> = {}) =>
  loadSettings({
    text,
    environment,
    readFile: (path) => {
      if (path === '/run/secret') return 'from-a-file\n';
      throw new Error('ENOENT');
    },
  });
const problems = (text: string, environment = {}): readonly string[] => {
  const loaded = load(text, environment);
  return loaded.ok ? [] : loaded.problems.map((problem) => settingsProblemText('legwork.yaml', problem));
};

interface Section {
  readonly properties?: Readonly<Record<string, Section>>;
}

/** Every setting that there is, by its name. */
const namesIn = ({ properties = {} }: Section): readonly string[] =>
  Object.entries(properties).flatMap(([name, inside]) => [name, ...namesIn(inside)]);

describe('the settings', () => {
  test('of the example are right, and make a configuration for the engine', () => {
    const loaded = load(example);
    if (!loaded.ok || loaded.routing === null) throw new Error(problems(example).join('\n'));
    const config = engineConfigOf(loaded.settings, loaded.routing, []);
    expect(config.agents).toMatchObject([{ id: 'lan', endpoint: 'lan', skills: ['billing'] }, { id: 'mai' }]);
    expect(config.policy).toMatchObject({ joinTimeoutMs: 5_000, callerId: 'legwork' });
  });

  test('all stand in the example, where what is commented out is right as well', () => {
    const whole = example.replaceAll(/^( *)#(?=\S| {2}\S)/gm, '$1');
    expect(problems(whole)).toEqual([]);
    const names = namesIn(z.toJSONSchema(settingsSchema, { io: 'input' }) as Section);
    expect(names.filter((name) => !new RegExp(`\\b${name}:`).test(whole))).toEqual([]);
  });

  test('are what the defaults say where nothing is said', () => {
    expect(load('')).toMatchObject({
      ok: true,
      settings: { listen: { host: '127.0.0.1', port: 8080 } },
      routing: null,
    });
  });

  test('can be said by the environment, which goes before the file', () => {
    const environment = { LEGWORK_PORT: '9000', LEGWORK_JOURNAL: '/var/lib/legwork.db' };
    expect(load(example, environment)).toMatchObject({
      settings: { listen: { host: '127.0.0.1', port: 9000 }, journal: { file: '/var/lib/legwork.db' } },
    });
    expect(problems('', { LEGWORK_PORT: '70000' })).toEqual([
      'legwork.yaml: LEGWORK_PORT: Too big: expected number to be <=65535',
    ]);
  });

  test('say how the journal is kept, and how long commands wait for a switch', () => {
    expect(load('')).toMatchObject({
      settings: { journal: { thread: 'auto', checkpointEvery: 20_000 }, policy: { holdWhileLostMs: 0 } },
    });
    const text =
      'journal: { thread: on, mostBytes: 1048576, checkpointEvery: 500 }\npolicy: { holdWhileLostMs: 3000 }\n';
    expect(load(text)).toMatchObject({
      settings: {
        journal: { thread: 'on', mostBytes: 1_048_576, checkpointEvery: 500 },
        policy: { holdWhileLostMs: 3_000 },
      },
    });
    expect(
      problems('journal:\n  thread: maybe\n  mostBytes: 1\n  checkpointEvery: 0\npolicy:\n  holdWhileLostMs: -1\n'),
    ).toEqual([
      expect.stringMatching(/^legwork\.yaml:2:11: journal\.thread: /),
      expect.stringMatching(/^legwork\.yaml:3:14: journal\.mostBytes: /),
      expect.stringMatching(/^legwork\.yaml:4:20: journal\.checkpointEvery: /),
      expect.stringMatching(/^legwork\.yaml:6:20: policy\.holdWhileLostMs: /),
    ]);
  });

  test('refer to secrets, which stand in the environment or in a file', () => {
    const text = 'switch:\n  options:\n    password: { env: PBX }\n    key: { file: /run/secret }\n';
    expect(load(text, { PBX: 'hush' })).toMatchObject({
      settings: { switch: { options: { password: 'hush', key: 'from-a-file' } } },
    });
    expect(problems(text.replace('/run/secret', '/nowhere'))).toEqual([
      'legwork.yaml:3:15: switch.options.password: the variable PBX is not set',
      'legwork.yaml:4:10: switch.options.key: the file /nowhere cannot be read',
    ]);
  });

  test('tell what a secret is in no problem', () => {
    const text = 'auth:\n  oidc: { issuer: { env: A }, audience: { env: B }, clockToleranceMs: { env: C } }\n';
    const told = problems(text, { A: 'hush-1', B: '', C: 'hush-3' });
    expect(told).toHaveLength(3);
    expect(told.join()).not.toContain('hush');
  });
});

describe('what is wrong with the settings is told where it stands', () => {
  test.each([
    ['no YAML', 'a: [\n', /^legwork\.yaml:2:1: /],
    ['a key that is there twice', 'log: {}\nlog: {}\n', /^legwork\.yaml:2:1: .*unique/],
    ['an unknown section', 'log:\n  level: info\nlogs: {}\n', 'legwork.yaml:3:1: logs: there is no such setting'],
    ['a wrong value', 'log:\n  level: loud\n', /^legwork\.yaml:2:10: log\.level: .*"debug"/],
    ['something that is missing', 'agents:\n  - { id: lan }\n', /^legwork\.yaml:2:5: agents\.0\.endpoint: /],
    ['no object at all', '- a\n', /^legwork\.yaml:1:1: /],
    ['an alias to itself', 'teams: &a\n  - *a\n', 'legwork.yaml:2:5: teams.0: refers to itself'],
    [
      'a team that there is not',
      'agents:\n  - { id: lan, endpoint: x, team: nort }\n',
      'legwork.yaml:2:35: agents.0.team: there is no team nort',
    ],
    [
      'somebody who is there twice',
      'agents:\n  - { id: lan, endpoint: x }\n  - { id: lan, endpoint: y }\n',
      'legwork.yaml:3:11: agents.1.id: lan is there already',
    ],
  ])('%s', (_what, text, expected) => {
    const [first] = problems(text);
    if (typeof expected === 'string') expect(first).toBe(expected);
    else expect(first).toMatch(expected);
  });

  test('in the routing as well', () => {
    const text = example
      .replace('overflow: sorry', 'overflow: nowhere')
      .replace('queueTeams:\n  billing', 'queueTeams:\n  bills');
    const line = text.split('\n').findIndex((one) => one.includes('overflow: nowhere')) + 1;
    expect(problems(text)[0]).toContain(`legwork.yaml:${line}:52: routing.nodes.wait.overflow: is "nowhere"`);
    const other = example.replace('queueTeams:\n  billing', 'queueTeams:\n  bills');
    expect(problems(other)).toEqual([expect.stringMatching(/queueTeams\.bills: there is no queue bills$/)]);
  });
});
