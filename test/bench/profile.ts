import { Session, type Profiler } from 'node:inspector';

type Frame = Profiler.Profile['nodes'][number]['callFrame'];

/** How much of the time was spent in which part: a folder of the sources, or what V8 does by itself. Shares of 1, the greatest first. */
export type Shares = readonly (readonly [part: string, share: number])[];

/** Profiles a deed by looking at it every half millisecond. */
export const profile = (deed: () => void): Shares => {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 500 });
  session.post('Profiler.start');
  deed();
  let shares: Shares = [];
  session.post('Profiler.stop', (error, { profile: taken }) => {
    if (error !== null) throw error;
    shares = sharesOf(taken);
  });
  session.disconnect();
  return shares;
};

const sharesOf = ({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares => {
  const parts = new Map(nodes.map((node) => [node.id, partOf(node.callFrame)]));
  const spent = new Map<string, number>();
  let all = 0;
  for (const [n, id] of samples.entries()) {
    const part = parts.get(id) ?? null;
    if (part === null) continue;
    const time = timeDeltas[n] ?? 0;
    spent.set(part, (spent.get(part) ?? 0) + time);
    all += time;
  }
  return [...spent].map(([part, time]) => [part, time / all] as const).sort(([, one], [, other]) => other - one);
};

/** Null for what is no part of the deed: the profiler at work, and idleness. */
const partOf = ({ url, functionName }: Frame): string | null => {
  if (url.startsWith('node:inspector') || functionName === '(idle)' || functionName === '(root)') return null;
  const source = /\/(core|sim)\/src\/(\w+)\/([\w-]+)\.ts$/.exec(url);
  if (source !== null) return source[2] === 'engine' ? `core/engine/${source[3]}` : `${source[1]}/${source[2]}`;
  if (url.includes('/test/bench/')) return 'the driver';
  if (functionName === '(garbage collector)') return 'garbage collection';
  return 'other';
};
