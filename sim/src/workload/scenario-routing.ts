import { loadRouting, type Routing } from '@legwork/core';
import { skillProblems } from './scenario-people.ts';
import type { Scenario } from './scenario.ts';

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What is wrong with the routing of a scenario, and with what the rest of it takes to be there: hotlines, queues, announcements, skills. */
export function routingProblems(scenario: Scenario): readonly Problem[] {
  const loaded = loadRouting(scenario.routing);
  if (loaded.ok) return [...referenceProblems(scenario, loaded.routing), ...skillProblems(scenario, loaded.routing)];
  return loaded.problems.map(({ path, problem, allowed }) => ({
    path: ['routing', ...keysOf(path)],
    message: allowed === undefined ? problem : `${problem}; allowed is ${allowed}`,
  }));
}

function referenceProblems({ callers, prompts, talks, supervisors }: Scenario, routing: Routing): readonly Problem[] {
  const problems: Problem[] = [];
  const numbers = routing.hotlines.map(({ number }): string => number);
  for (const [type, { dials }] of Object.entries(callers)) {
    for (const [n, { number }] of dials.entries()) {
      if (numbers.includes(number)) continue;
      const path = ['callers', type, 'dials', n, 'number'];
      problems.push({ path, message: `is no hotline of the routing; allowed are ${numbers.join(', ')}` });
    }
  }
  const queues = Object.keys(routing.queues);
  for (const [section, { transfersTo }] of Object.entries({ talks, supervisors })) {
    for (const [n, to] of transfersTo.entries()) {
      if (to.kind !== 'queue' || queues.includes(to.queue)) continue;
      const path = [section, 'transfersTo', n, 'queue'];
      problems.push({ path, message: `is no queue of the routing; allowed are ${queues.join(', ')}` });
    }
  }
  for (const node of Object.values(routing.nodes)) {
    if (node.kind !== 'announce' || Object.hasOwn(prompts, node.prompt)) continue;
    problems.push({ path: ['prompts'], message: `does not say how long the announcement ${node.prompt} takes` });
  }
  return problems;
}

/** The keys of a JSON Pointer (RFC 6901). */
function keysOf(pointer: string): readonly PropertyKey[] {
  const keys = pointer.split('/').slice(1);
  return keys
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}
