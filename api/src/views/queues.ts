import { queueMeasures, type Queue } from '@legwork/core';
import type { QueueJson } from '../schemas/queue.ts';
import type { Service } from '../service.ts';

/** Queues with how many wait in them and talk, and how many agents could serve them. */
export const queuesJson = ({ runtime, directory }: Service, queues: readonly Queue[]): QueueJson[] => {
  const figures = new Map(runtime.live.figures(runtime.now()).queues.map((one) => [one.queue, one]));
  const agents = [...runtime.engine.state.agents.values()].map(({ skills, state }) => ({ skills, at: state.at }));
  const { watches } = runtime.engine.state;
  return queues.map((queue) => {
    const now = figures.get(queue.id);
    const able = agents.filter(({ skills }) => queue.skills.every((skill) => skills.includes(skill)));
    const inState = (at: string): number => able.filter((agent) => agent.at === at).length;
    const [available, talking, offline] = [inState('available'), inState('talking'), inState('offline')];
    return {
      id: queue.id,
      name: queue.name,
      team: directory.teamOfQueue(queue.id),
      skills: [...queue.skills],
      waiting: now?.waiting ?? 0,
      longestWaitMs: now?.longestWaitMs ?? 0,
      talking: now?.talking ?? 0,
      serviceLevelMs: queue.serviceLevelMs,
      maxWaitMs: queue.maxWaitMs,
      thresholds: {
        waiting: queue.thresholds?.waiting ?? null,
        longestWaitMs: queue.thresholds?.longestWaitMs ?? null,
      },
      over: queueMeasures.filter((measure) => (watches.get(queue.id)?.[measure] ?? null) !== null),
      agents: { available, talking, offline, other: able.length - available - talking - offline },
    };
  });
};
