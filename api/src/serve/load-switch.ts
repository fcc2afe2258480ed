import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Switch } from '@legwork/core';
import type { Settings } from '../config/settings.ts';
import { ServeFault } from './serve-fault.ts';
import { simulatedSwitch } from './simulated.ts';

/** A switch as the service runs it. */
export interface LoadedSwitch {
  readonly port: Switch;
  /** Called when somebody listens: from now on it may say that it is connected. */
  readonly begin: () => void;
}

export type SwitchOptions = Settings['switch'];

/** Those that Legwork has adapters for, by the names of their packages. Any other name is that of a package. */
const own: Readonly<Record<string, string>> = {
  asterisk: '@legwork/asterisk',
  freeswitch: '@legwork/freeswitch',
  stringee: '@legwork/stringee',
};

/**
 * The switch that the settings name. A package exports `openSwitch(options) => Switch | Promise<Switch>`; it is looked for among Legwork's own
 * dependencies, then from `folder`, where the settings are, then from the directory in which Legwork is run. It gets the options of the settings,
 * the switch's `id`, and a `log` for lines that an operator should see.
 *
 * @throws ServeFault where there is no such package, it exports no switch, or it refuses its options.
 */
export const loadSwitch = async (
  { kind, id, options }: SwitchOptions,
  folder: string | undefined,
  log: (line: string) => void,
): Promise<LoadedSwitch> => {
  if (kind === 'simulated') return simulatedSwitch(id);
  const name = own[kind] ?? kind;
  const { openSwitch } = await packageOf(name, folder);
  try {
    const port: unknown = await openSwitch({ ...options, id, log });
    if (isSwitch(port)) return { port, begin: () => undefined };
  } catch (error) {
    throw notTaken(name, error);
  }
  throw new ServeFault(`what openSwitch of ${name} gives is no switch`, ['switch', 'kind']);
};

/**
 * Tells whether the package is there, exports a switch and takes the options, without opening one: a package that exports `checkOptions(options)`,
 * which throws as `openSwitch` would, is asked. @throws ServeFault where not.
 */
export const checkSwitch = async ({ kind, id, options }: SwitchOptions, folder: string): Promise<void> => {
  if (kind === 'simulated') return;
  const name = own[kind] ?? kind;
  const { checkOptions } = await packageOf(name, folder);
  try {
    await checkOptions?.({ ...options, id });
  } catch (error) {
    throw notTaken(name, error);
  }
};

/** Adapters say where it is before they say what: `manager.port: a number is wanted`. */
const notTaken = (name: string, error: unknown): ServeFault => {
  const why = error instanceof Error ? error.message : String(error);
  const [, place = '', said = why] = /^([\w.-]+): (.*)$/s.exec(why) ?? [];
  const path = ['switch', 'options', ...place.split('.').filter((part) => part !== '')];
  return new ServeFault(`${name} does not take it: ${said}`, path, { cause: error });
};

type OfOptions = (options: Readonly<Record<string, unknown>>) => unknown;

interface SwitchPackage {
  readonly openSwitch: OfOptions;
  readonly checkOptions: OfOptions | null;
}

const packageOf = async (name: string, folder: string | undefined): Promise<SwitchPackage> => {
  const exported = await importFrom(name, folder);
  const openSwitch: unknown = 'openSwitch' in exported ? exported.openSwitch : undefined;
  const checkOptions: unknown = 'checkOptions' in exported ? exported.checkOptions : undefined;
  if (typeof openSwitch !== 'function') {
    throw new ServeFault(`the package ${name} exports no openSwitch`, ['switch', 'kind']);
  }
  return {
    openSwitch: openSwitch as OfOptions,
    checkOptions: typeof checkOptions === 'function' ? (checkOptions as OfOptions) : null,
  };
};

const importFrom = async (name: string, folder: string | undefined): Promise<object> => {
  const folders = [...new Set([...(folder === undefined ? [] : [folder]), process.cwd()])];
  const others = folders.map((at) => createRequire(pathToFileURL(join(at, 'legwork.yaml'))));
  for (const { resolve } of [createRequire(import.meta.url), ...others]) {
    const path = found(() => resolve(name));
    if (path !== null) return (await import(pathToFileURL(path).href)) as object;
  }
  throw new ServeFault(
    `there is no package ${name} in ${folders.join(' or ')}: install it there, or name simulated, asterisk, freeswitch or stringee`,
    ['switch', 'kind'],
  );
};

const found = (resolve: () => string): string | null => {
  try {
    return resolve();
  } catch {
    return null;
  }
};

const isSwitch = (value: unknown): value is Switch =>
  typeof value === 'object' &&
  value !== null &&
  'capabilities' in value &&
  'events' in value &&
  'perform' in value &&
  'snapshot' in value &&
  'close' in value;
