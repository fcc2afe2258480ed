import type { EngineConfig } from '../engine/index.ts';
import { preparedRouting, writtenRouting } from '../flow/index.ts';

/** A configuration as a checkpoint keeps it: what is prepared from the rest is left out, and prepared again. */

export const writeConfig = (config: EngineConfig): string =>
  JSON.stringify({ ...config, routing: writtenRouting(config.routing) });

export const readConfig = (written: string): EngineConfig => {
  const config = JSON.parse(written) as EngineConfig;
  return { ...config, routing: preparedRouting(config.routing) };
};
