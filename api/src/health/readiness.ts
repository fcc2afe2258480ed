import type { Service } from '../service.ts';

/** What has to be in order for commands to be taken on. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly Check[];
}
interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** What is wrong, without anything that a stranger must not read. */
  readonly detail: string | null;
}

export const readinessOf = ({ runtime, streams }: Pick<Service, 'runtime' | 'streams'>): Readiness => {
  const fault = runtime.fault();
  const { lost } = runtime.engine.state;
  const out = new Set<string>(lost);
  const checks: readonly Check[] = [
    { name: 'journal', ok: fault === null, detail: fault === null ? null : 'it cannot be written' },
    ...switchesOf(runtime).map((name) => ({
      name: `switch ${name}`,
      ok: !out.has(name),
      detail: out.has(name) ? 'it is out of reach' : null,
    })),
    { name: 'service', ok: !streams.hub.isClosed, detail: streams.hub.isClosed ? 'it is closing' : null },
  ];
  return { ready: checks.every(({ ok }) => ok), checks };
};

/** Every switch that there is, by name. */
export const switchesOf = ({ engine }: Pick<Service['runtime'], 'engine'>): readonly string[] => [
  // The engine has a book of what was given up for each of them.
  ...engine.state.orphans.keys(),
];
