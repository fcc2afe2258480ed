import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// From the words upwards; `live` stands on all of them, and `runtime` on `live`.
const layers = [
  'vocabulary',
  'machine',
  'compile',
  'leg',
  'agent',
  'audibility',
  'ports',
  'flow',
  'acd',
  'supervision',
  'call',
  'engine',
];

/**
 * Who may import whom, what is reached through another folder included. The compiler reads it from the references
 * between the projects; this table says it once more, so that a reference too many, or a folder without a project, is
 * noticed.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  vocabulary: [],
  machine: ['vocabulary'],
  compile: ['vocabulary', 'machine'],
  leg: ['vocabulary', 'machine'],
  agent: ['vocabulary', 'machine'],
  audibility: ['vocabulary'],
  ports: ['vocabulary'],
  flow: ['vocabulary'],
  acd: ['vocabulary', 'machine', 'agent', 'flow'],
  supervision: ['vocabulary', 'machine', 'leg', 'agent', 'audibility'],
  call: ['vocabulary', 'machine', 'leg', 'agent', 'audibility'],
  engine: layers.filter((layer) => layer !== 'engine'),
  live: layers,
  runtime: [...layers, 'live'],
  core: [...layers, 'live', 'runtime'],
  'adapters/asterisk': [...layers, 'live', 'runtime', 'core'],
  'adapters/freeswitch': [...layers, 'live', 'runtime', 'core'],
  'adapters/stringee': [...layers, 'live', 'runtime', 'core'],
  sim: [...layers, 'live', 'runtime', 'core'],
  api: [...layers, 'live', 'runtime', 'core', 'adapters/asterisk', 'adapters/freeswitch', 'adapters/stringee', 'sim'],
};

const packages = ['core', 'adapters/asterisk', 'adapters/freeswitch', 'adapters/stringee', 'sim', 'api'];
const outsideCore = {
  'a Node module': `export { readFileSync as outside } from 'node:fs';`,
  'a timer': `export const outside = setTimeout;`,
  'the console': `export const outside = console;`,
  'the process': `export const outside = process;`,
  'the simulator by name': `export * from '@legwork/sim';`,
  'the service by name': `export * from '@legwork/api';`,
};

const root = join(import.meta.dirname, '../..');
const coreFolders = readdirSync(join(root, 'core/src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const members = [...coreFolders, ...packages];

function sourcesOf(member: string): string {
  return packages.includes(member) ? `${member}/src` : `core/src/${member}`;
}

// The real projects and manifests around sources that hold nothing but imports: one build tells for every pair whether
// it is allowed.
let world: string;
let rejected: ReadonlySet<string>;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(world, path)), { recursive: true });
  writeFileSync(join(world, path), text);
}

function copyProjects(): void {
  const folders = ['.', ...packages, 'test', ...coreFolders.map(sourcesOf)];
  for (const path of folders.flatMap((folder) => [`${folder}/tsconfig.json`, `${folder}/package.json`])) {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(world, path));
  }
}

function linkDependencies(): void {
  mkdirSync(join(world, 'node_modules'));
  symlinkSync(join(root, 'node_modules/@types'), join(world, 'node_modules/@types'));
  for (const member of packages) {
    const manifest = readFileSync(join(root, member, 'package.json'), 'utf8');
    for (const [, name] of manifest.matchAll(/"@legwork\/(\w+)": "workspace:/g)) {
      mkdirSync(join(world, member, 'node_modules/@legwork'), { recursive: true });
      const folder = packages.find((one) => one.split('/').at(-1) === name) ?? '';
      symlinkSync(join(world, folder), join(world, member, 'node_modules/@legwork', String(name)));
    }
  }
}

function writeImports(): void {
  write('test/stub.ts', 'export {};\n');
  for (const importer of members) {
    const sources = sourcesOf(importer);
    write(`${sources}/stub.ts`, `export const ${identifierOf(importer)} = 1;\n`);
    if (packages.includes(importer)) write(`${sources}/index.ts`, `export {};\n`);
    for (const imported of members.filter((member) => member !== importer)) {
      const path = `${relative(sources, sourcesOf(imported))}/stub.ts`.replace(/^(?!\.)/, './');
      write(`${sources}/${importOf(imported)}`, `export { ${identifierOf(imported)} } from '${path}';\n`);
    }
    for (const [what, text] of Object.entries(outsideCore)) write(`${sources}/${fileNameOf(what)}`, `${text}\n`);
  }
}

function identifierOf(member: string): string {
  return member.replace('/', '_');
}

function importOf(member: string): string {
  return `imports-${identifierOf(member)}.ts`;
}

function fileNameOf(what: string): string {
  return `reaches-${what.replaceAll(' ', '-')}.ts`;
}

beforeAll(() => {
  world = realpathSync(mkdtempSync(join(tmpdir(), 'legwork-imports-')));
  copyProjects();
  linkDependencies();
  writeImports();
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-b', '--pretty', 'false'], {
    cwd: world,
    encoding: 'utf8',
  });
  rejected = new Set([...stdout.matchAll(/^(\S+)\(\d+,\d+\): error/gm)].map(([, path]) => String(path)));
});

afterAll(() => rmSync(world, { recursive: true }));

test('every folder of core and every package has its row', () => {
  expect(members.toSorted()).toEqual(Object.keys(mayImport).toSorted());
});

describe.for(Object.entries(mayImport))('%s', ([importer, allowed]) => {
  test(`builds with an import of ${allowed.join(', ') || 'nothing'}, and with no other`, () => {
    const builds = Object.keys(mayImport).filter(
      (imported) => imported !== importer && !rejected.has(`${sourcesOf(importer)}/${importOf(imported)}`),
    );
    expect(builds).toEqual(Object.keys(mayImport).filter((imported) => allowed.includes(imported)));
  });
});

test.for(Object.keys(outsideCore))('no folder of core builds with %s', (what) => {
  const builds = ['core', ...coreFolders].filter((member) => !rejected.has(`${sourcesOf(member)}/${fileNameOf(what)}`));
  expect(builds).toEqual([]);
});

test('the simulator does not build with a Node module, a timer or the service', () => {
  const reached = ['a Node module', 'a timer', 'the process', 'the service by name'].map(fileNameOf);
  expect(reached.filter((path) => !rejected.has(`sim/src/${path}`))).toEqual([]);
});
