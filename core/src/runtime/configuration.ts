import type { EngineConfig } from '../engine/index.ts';

/** A configuration as a checkpoint keeps it: what is prepared from the rest is left out, and prepared again. */

export const writeConfig = ({ routing, ...config }: EngineConfig): string => {
  const { hotlines, nodes, queues } = routing;
  return JSON.stringify({ ...config, routing: { hotlines, nodes, queues } });
};

export const readConfig = (written: string): EngineConfig => {
  const config = JSON.parse(written) as EngineConfig;
  const { routing } = config;
  return { ...config, routing: { ...routing, byNumber: new Map(routing.hotlines.map((one) => [one.number, one])) } };
};
