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
 * dependencies, then from the directory in which Legwork is run. It gets the options of the settings, the switch's `id`, and a `log` for lines
 * that an operator should see.
 *
 * @throws ServeFault where there is no such package, it exports no switch, or it refuses its options.
 */
export const loadSwitch = async (
  { kind, id, options }: SwitchOptions,
  log: (line: string) => void,
): Promise<LoadedSwitch> => {
  if (kind === 'simulated') return simulatedSwitch(id);
  const name = own[kind] ?? kind;
  const openSwitch = await factoryOf(name);
  try {
    const port: unknown = await openSwitch({ ...options, id, log });
    if (isSwitch(port)) return { port, begin: () => undefined };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ServeFault(`switch.options: ${name} does not take them: ${why}`, { cause: error });
  }
  throw new ServeFault(`switch.kind: what openSwitch of ${name} gives is no switch`);
};

/** Tells whether the package is there and exports a switch, without opening one. @throws ServeFault where it does not. */
export const checkSwitch = async ({ kind }: SwitchOptions): Promise<void> => {
  if (kind !== 'simulated') await factoryOf(own[kind] ?? kind);
};

type OpenSwitch = (options: Readonly<Record<string, unknown>>) => unknown;

const factoryOf = async (name: string): Promise<OpenSwitch> => {
  const exported = await importFrom(name);
  const openSwitch: unknown = 'openSwitch' in exported ? exported.openSwitch : undefined;
  if (typeof openSwitch === 'function') return openSwitch as OpenSwitch;
  throw new ServeFault(`switch.kind: the package ${name} exports no openSwitch`);
};

const importFrom = async (name: string): Promise<object> => {
  const here = createRequire(import.meta.url);
  const there = createRequire(pathToFileURL(join(process.cwd(), 'legwork.yaml')));
  for (const { resolve } of [here, there]) {
    const path = found(() => resolve(name));
    if (path !== null) return (await import(pathToFileURL(path).href)) as object;
  }
  throw new ServeFault(
    `switch.kind: there is no package ${name}: install it, or name simulated, asterisk, freeswitch or stringee`,
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
