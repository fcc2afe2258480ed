import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The console as files: the page, and what it loads, each named by its content. */
export interface Bundle {
  readonly page: string;
  readonly assets: ReadonlyMap<string, Asset>;
}
export interface Asset {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const here = import.meta.dirname;
const sources = join(here, 'ui');
/** Beside the other caches of the package, which nobody commits. */
const cache = join(here, '../../.cache/console');
const manifests = [join(here, '../../package.json'), join(here, '../../../pnpm-lock.yaml')];

/** Bundled once for these sources; where it was, it is read. Takes about a second the first time. */
export const bundleConsole = async (): Promise<Bundle> => {
  const folder = join(cache, await fingerprint());
  if (!(await exists(folder))) await write(folder);
  return read(folder);
};

/** What the bundle depends on: every source, and which version of each library is installed. */
const fingerprint = async (): Promise<string> => {
  const hash = createHash('sha256');
  const files = (await readdir(sources, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of [join(here, 'bundle.ts'), ...files, ...manifests]) {
    hash.update(`${file.slice(here.length)}\n`);
    // A package that was installed from a registry carries no lockfile.
    hash.update(await readFile(file).catch(() => ''));
  }
  return hash.digest('hex').slice(0, 24);
};

/** Moved into place when complete, so that a service that starts beside this one never reads half of it. */
const write = async (folder: string): Promise<void> => {
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  try {
    await build({
      entryPoints: { console: join(sources, 'main.tsx'), icon: join(sources, 'icon.svg') },
      outdir: draft,
      bundle: true,
      minify: true,
      format: 'esm',
      target: ['chrome123', 'firefox120', 'safari17.5'],
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"' },
      loader: { '.svg': 'copy', '.woff2': 'file' },
      entryNames: '[name]-[hash]',
      assetNames: '[name]-[hash]',
      legalComments: 'none',
      logLevel: 'silent',
    });
    const names = await readdir(draft);
    const page = (await readFile(join(sources, 'index.html'), 'utf8'))
      .replace('{{script}}', named(names, /^console-.*\.js$/))
      .replace('{{style}}', named(names, /^console-.*\.css$/))
      .replace('{{icon}}', named(names, /^icon-.*\.svg$/));
    await writeFile(join(draft, 'index.html'), page);
    await rename(draft, folder).catch(async (error: unknown) => {
      // Somebody else was faster.
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

const named = (names: readonly string[], pattern: RegExp): string => {
  const found = names.find((name) => pattern.test(name));
  if (found === undefined) throw new Error(`bug: the bundle has no ${pattern.source}`);
  return found;
};

const exists = (folder: string): Promise<boolean> =>
  readdir(folder).then(
    () => true,
    () => false,
  );

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

const read = async (folder: string): Promise<Bundle> => {
  const assets = new Map<string, Asset>();
  for (const name of await readdir(folder)) {
    const type = types[name.slice(name.lastIndexOf('.') + 1)];
    if (type !== undefined) assets.set(name, { type, bytes: new Uint8Array(await readFile(join(folder, name))) });
  }
  return { page: await readFile(join(folder, 'index.html'), 'utf8'), assets };
};
