import type { AgentState, CallId } from '@legwork/core';
import type { Principal } from '../auth/principal.ts';
import { seesAgent, seesCall } from '../auth/visibility.ts';
import type { Service } from '../service.ts';
import { callJson } from '../views/call.ts';
import { figuresOf } from './figures.ts';

/** How things are now, as JSON, written once for all who see the same. */
export interface Floor {
  /** The call as the principal sees it; null where it is not, or not for them. `revision`: what it was last changed by. */
  call(principal: Principal, call: CallId, revision: number): string | null;
  figures(principal: Principal): string;
}

export const createFloor = (service: Pick<Service, 'runtime' | 'directory'>): Floor => {
  const { runtime, directory } = service;
  const calls = new Map<string, { readonly revision: number; readonly json: string }>();
  const figures = new Map<string, { readonly at: number; readonly json: string }>();

  return {
    call: (principal, id, revision) => {
      const key = `${classOf(principal)} ${id}`;
      const call = runtime.live.get(id, runtime.now());
      if (call === undefined) {
        for (const kind of classes) calls.delete(`${kind} ${id}`);
        return null;
      }
      if (!seesCall(principal, directory, call)) return null;
      const known = calls.get(key);
      if (known?.revision === revision) return known.json;
      const json = JSON.stringify(callJson(service, principal, call));
      calls.set(key, { revision, json });
      return json;
    },
    figures: (principal) => {
      const at = runtime.now();
      const key = JSON.stringify([principal.role === 'agent' ? principal.id : principal.teams]);
      const known = figures.get(key);
      if (known?.at === at) return known.json;
      const seen = runtime.live.rows(at).filter((call) => seesCall(principal, directory, call));
      const agents = directory.agents.filter(({ id }) => seesAgent(principal, directory, id));
      const states = agents.map(({ id }) => stateOf(runtime.engine.state.agents.get(id)?.state.at));
      const json = JSON.stringify(figuresOf(seen, states, at));
      figures.set(key, { at, json });
      return json;
    },
  };
};

const stateOf = (at: string | undefined): AgentState => (at ?? 'offline') as AgentState;

const classes = ['agent numbers', 'agent', 'staff numbers', 'staff'] as const;

/** Calls look the same to all of a class. */
const classOf = ({ role, permissions }: Principal): (typeof classes)[number] => {
  const numbers = permissions.has('numbers.read');
  if (role === 'agent') return numbers ? 'agent numbers' : 'agent';
  return numbers ? 'staff numbers' : 'staff';
};
