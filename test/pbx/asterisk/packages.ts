import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** The folder of an unpacked Asterisk. */
export interface Installation {
  readonly root: string;
  readonly version: string;
}

/** No Asterisk could be had, and why: a machine without Debian's packages, or a mirror that does not answer. */
export class NoAsterisk extends Error {
  override readonly name = 'NoAsterisk';
}

interface Lock {
  readonly suite: string;
  readonly architecture: string;
  readonly packages: readonly Pinned[];
}
interface Pinned {
  readonly name: string;
  readonly version: string;
  /** Below the root of a mirror. */
  readonly path: string;
  readonly sha256: string;
}

const run = promisify(execFile);
const HELPER = '/usr/lib/apt/apt-helper';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const lockText = readFileSync(join(import.meta.dirname, 'packages.json'), 'utf8');
const lock = JSON.parse(lockText) as Lock;
const cache = join(import.meta.dirname, '../../../.cache/pbx');

/**
 * Unpacks the pinned packages below `.cache/pbx`, once, and gives the folder. Nothing is installed and no root is needed:
 * their libc is newer than that of most machines, so they run by their own loader.
 *
 * The mirror is that of the machine's own apt. Where a pinned package is no longer on it, what the suite has today is taken
 * in its place, with its signature checked, and said so by `tell`.
 */
export async function installAsterisk(tell: (line: string) => void): Promise<Installation> {
  const home = join(cache, `asterisk-${createHash('sha256').update(lockText).digest('hex').slice(0, 12)}`);
  const installed = {
    root: join(home, 'root'),
    version: lock.packages.find(({ name }) => name === 'asterisk')?.version ?? '',
  };
  if (existsSync(home)) return installed;

  mkdirSync(cache, { recursive: true });
  // Moved into place when complete, so that an interrupted or a simultaneous run leaves no half of it.
  const draft = mkdtempSync(join(cache, 'draft-'));
  try {
    const packages = await fetchPackages(draft, tell);
    for (const file of packages) await run('dpkg-deb', ['-x', file, join(draft, 'root')]);
    for (const file of packages) rmSync(file);
    try {
      renameSync(draft, home);
    } catch (error) {
      if (!existsSync(home)) throw error;
    }
    return installed;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function fetchPackages(draft: string, tell: (line: string) => void): Promise<readonly string[]> {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(HELPER))
    throw new NoAsterisk('Asterisk is fetched as packages for Linux on x64, by apt: this machine has no such thing.');
  const mirrors = await mirrorsOfThisMachine();
  if (mirrors.length === 0)
    throw new NoAsterisk(`The machine's apt names no mirror of Debian: set LEGWORK_DEBIAN_MIRROR to one.`);
  tell(`Fetching ${lock.packages.length} packages, once.`);
  const complaints: string[] = [];
  for (const mirror of mirrors) {
    try {
      return await fetchPinned(mirror, draft);
    } catch (error) {
      complaints.push(messageOf(error));
    }
    try {
      const files = await fetchAnew(mirror, draft);
      tell(`A pinned package is gone from the mirror; taken instead: ${files.map(nameOf).join(' ')}`);
      return files;
    } catch (error) {
      complaints.push(messageOf(error));
    }
  }
  throw new NoAsterisk(`No mirror of the machine's apt has the packages.\n${complaints.join('\n')}`);
}

async function mirrorsOfThisMachine(): Promise<readonly string[]> {
  const named = process.env['LEGWORK_DEBIAN_MIRROR'];
  if (named !== undefined && named !== '') return [withSlash(named)];
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']);
  const archives = stdout.split('\n').filter((uri) => /^https?:.*\/debian\/?$/.test(uri));
  return [...new Set(archives.map(withSlash))];
}

/** apt's own client: it knows the machine's proxy, and checks what it has got. */
async function fetchPinned(mirror: string, draft: string): Promise<readonly string[]> {
  const wanted = lock.packages.map(({ name, path, sha256 }) => ({
    from: mirror + path,
    to: join(draft, `${name}.deb`),
    sum: `SHA256:${sha256}`,
  }));
  await run(HELPER, ['download-file', ...wanted.flatMap(({ from, to, sum }) => [from, to, sum])]);
  return wanted.map(({ to }) => to);
}

async function fetchAnew(mirror: string, draft: string): Promise<readonly string[]> {
  const apt = join(draft, 'apt');
  for (const folder of ['lists/partial', 'cache/archives/partial', 'packages'])
    mkdirSync(join(apt, folder), { recursive: true });
  writeFileSync(join(apt, 'sources.list'), `deb [signed-by=${KEYRING}] ${mirror} ${lock.suite} main\n`);
  writeFileSync(
    join(apt, 'apt.conf'),
    [
      `Dir::Etc::sourcelist "${apt}/sources.list";`,
      'Dir::Etc::sourceparts "-";',
      `Dir::State::Lists "${apt}/lists";`,
      `Dir::Cache "${apt}/cache";`,
      // The Release file of a testing suite can be expired on a mirror that is a snapshot.
      'Acquire::Check-Valid-Until "false";',
      'Acquire::Languages "none";',
    ].join('\n'),
  );
  const env = { ...process.env, APT_CONFIG: join(apt, 'apt.conf') };
  const packages = join(apt, 'packages');
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['download', ...lock.packages.map(({ name }) => name)], { env, cwd: packages });
  return readdirSync(packages).map((file) => join(packages, file));
}

const withSlash = (uri: string): string => (uri.endsWith('/') ? uri : `${uri}/`);
const nameOf = (file: string): string => file.slice(dirname(file).length + 1);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
