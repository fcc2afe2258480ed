import type { Extent, Figure } from '../figure.ts';
import type { BareDeeds } from './servers/bare.ts';
import { startChild, type Child } from './servers/child.ts';
import type { ServiceDeeds } from './servers/service.ts';

export const figureNames = ['commands', 'acknowledgement', 'deliveries', 'page', 'rows', 'soak'] as const;
export type ApiFigureName = (typeof figureNames)[number];
export type ApiFigure = Figure<ApiFigureName>;

/** The service and the bare thing, each in a process of its own. What is measured of both is measured in turns. */
export interface Stage extends Extent {
  readonly service: Child<ServiceDeeds>;
  readonly bare: Child<BareDeeds>;
  /** What both do. */
  readonly both: Readonly<Record<Side, Child<Pick<ServiceDeeds, 'feed' | 'processorMs'>>>>;
  readonly calls: number;
  readonly ports: { readonly service: number; readonly bare: number };
  readonly streamPorts: { readonly service: number; readonly bare: number };
  readonly token: string;
  /** How long one run of one side takes, in seconds. */
  readonly seconds: (usual: number) => number;
  /** As many at once as are usual; of few calls only so many that no call is asked about again before it has answered. */
  readonly atOnce: (usual: number) => number;
  end(): Promise<void>;
}

export const openStage = async (calls: number, extent: Extent): Promise<Stage> => {
  const service = startChild<ServiceDeeds>(new URL('servers/service.ts', import.meta.url));
  const bare = startChild<BareDeeds>(new URL('servers/bare.ts', import.meta.url));
  const [opened, beside] = await Promise.all([service.ask('open', calls), bare.ask('open', undefined)]);
  return {
    ...extent,
    service,
    bare,
    both: { service, bare },
    calls,
    ports: { service: opened.port, bare: beside.port },
    streamPorts: { service: opened.streamPort, bare: beside.streamPort },
    token: opened.token,
    seconds: (usual) => (extent.isQuick ? 0.1 : usual),
    atOnce: (usual) => Math.min(usual, Math.floor(calls / 8)),
    end: async () => {
      await Promise.all([service.end(), bare.end()]);
    },
  };
};

export const sides = ['service', 'bare'] as const;
export type Side = (typeof sides)[number];

/** Each side once before it counts, then both in turns: what slows the machine down for a while slows both down. */
export const inTurns = async <Result>(
  { runs, isQuick }: Extent,
  run: (side: Side, isWarmUp: boolean) => Promise<Result>,
): Promise<Readonly<Record<Side, readonly Result[]>>> => {
  const measured: Record<Side, Result[]> = { service: [], bare: [] };
  if (!isQuick) for (const side of sides) await run(side, true);
  for (let n = 0; n < runs; n += 1) for (const side of sides) measured[side].push(await run(side, false));
  return measured;
};
