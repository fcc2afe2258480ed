import type { AgentState } from '@legwork/core';
import type { QueueFigures } from '../live/figures.ts';
import { agentTones } from '../parts/badge.tsx';
import type { Destination } from '../service/deeds.ts';
import type { Agent, Call, Queue } from '../service/client.ts';
import { plain } from '../words/plain.ts';

/** One place where a call can go. */
export interface Choice {
  readonly key: string;
  readonly kind: 'agent' | 'queue' | 'number';
  readonly name: string;
  readonly to: Destination;
  /** Of an agent. */
  readonly state: AgentState | null;
  /** Of a queue: how many wait there. */
  readonly waiting: number | null;
  readonly tone: string;
}

interface Search {
  readonly text: string;
  readonly call: Call;
  readonly agents: Iterable<Agent>;
  readonly queues: readonly Queue[];
  readonly waiting: ReadonlyMap<string, QueueFigures>;
}

const most = 60;
const nearest: readonly AgentState[] = ['available', 'wrapUp', 'reserved', 'talking', 'away', 'offline'];

/** Where the call can go, for what was typed: the queues, which are few; who works here, the free first; then the number itself. */
export const destinationsFor = ({ text, call, agents, queues, waiting }: Search): readonly Choice[] => {
  const wanted = plain(text.trim());
  const finds = (...names: readonly string[]): boolean => names.some((name) => plain(name).includes(wanted));
  const people = [...agents]
    .filter((agent) => agent.state !== 'offline' && agent.id !== call.party?.id && finds(agent.name, agent.id))
    .sort((a, b) => nearest.indexOf(a.state) - nearest.indexOf(b.state) || a.name.localeCompare(b.name, 'vi'))
    .slice(0, most)
    .map(ofAgent);
  const lines = queues
    .filter(({ id, name }) => finds(id, name))
    .sort((a, b) => a.name.localeCompare(b.name, 'vi'))
    .map((queue) => ofQueue(queue, waiting.get(queue.id)?.waiting ?? 0));
  const number = text.replaceAll(/[\s.()-]/g, '');
  return [...lines, ...people, ...(/^\+?\d{2,20}$/.test(number) ? [ofNumber(number)] : [])];
};

const ofAgent = ({ id, name, state }: Agent): Choice => ({
  key: `agent-${id}`,
  kind: 'agent',
  name,
  to: { agent: id },
  state,
  waiting: null,
  tone: `tone-${agentTones[state]}`,
});

const ofQueue = ({ id, name }: Queue, waiting: number): Choice => ({
  key: `queue-${id}`,
  kind: 'queue',
  name,
  to: { queue: id },
  state: null,
  waiting,
  tone: 'dim',
});

const ofNumber = (number: string): Choice => ({
  key: 'number',
  kind: 'number',
  name: number,
  to: { number },
  state: null,
  waiting: null,
  tone: 'dim',
});
