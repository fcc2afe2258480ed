import type { Routing } from '@legwork/core';
import type { Scenario } from './scenario.ts';

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Several agents of one kind, one by one: their numbers have as many digits as the highest needs. */
export const everyOne = <Kind extends { readonly id: string; readonly count?: number | undefined }>(
  kind: Kind,
): readonly Kind[] => {
  const { id, count } = kind;
  if (count === undefined) return [kind];
  const digits = String(count).length;
  return Array.from({ length: count }, (_, n) => ({ ...kind, id: `${id}${String(n + 1).padStart(digits, '0')}` }));
};

/** Who stands in a scenario as an agent and as a supervisor; nobody is both. */
export function namesakes({ agents, supervisors }: Scenario): readonly Problem[] {
  const taken = new Set(agents.flatMap(everyOne).map(({ id }) => id));
  return supervisors.people.flatMap(({ id }, n) =>
    taken.has(id)
      ? [{ path: ['supervisors', 'people', n, 'id'], message: `${id} is an agent already; nobody is both` }]
      : [],
  );
}

/** Where skills do not meet: those that no queue asks for, agents who can serve no queue, queues that no agent can serve. */
export function skillProblems({ agents }: Scenario, routing: Routing): readonly Problem[] {
  const queues = Object.values(routing.queues);
  const asked = [...new Set(queues.flatMap(({ skills }) => skills))];
  const canServe = (has: readonly string[], asks: readonly string[]): boolean =>
    asks.every((skill) => has.includes(skill));

  const idle = agents.flatMap(({ id, skills }, n): readonly Problem[] => {
    const path = ['agents', n, 'skills'];
    const unasked = skills.flatMap((skill, m) =>
      asked.includes(skill)
        ? []
        : [{ path: [...path, m], message: `no queue asks for ${skill}; allowed are ${asked.join(', ')}` }],
    );
    if (unasked.length > 0 || queues.some((queue) => canServe(skills, queue.skills))) return unasked;
    return [{ path, message: `${id} can serve no queue: each asks for a skill that is not here` }];
  });
  const unserved = queues
    .filter((queue) => !agents.some(({ skills }) => canServe(skills, queue.skills)))
    .map(({ id, skills }) => ({
      path: ['routing', 'queues', id, 'skills'],
      message: `no agent can serve this queue: nobody has ${skills.join(' and ')}`,
    }));
  return [...idle, ...unserved];
}
