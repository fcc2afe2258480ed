import type { AgentState, CallId } from '@legwork/core';
import type { Principal } from '../auth/principal.ts';
import { seesAgent, seesCall } from '../auth/visibility.ts';
import type { Service } from '../service.ts';
import { figuresOf } from './figures.ts';

/** How things are now, as JSON, written once for all who see the same. */
export interface Floor {
  /** The call as the principal sees it; null where it is not, or not for them. */
  call(principal: Principal, call: CallId): string | null;
  figures(principal: Principal): string;
}

export const createFloor = ({
  runtime,
  directory,
  callTexts,
}: Pick<Service, 'runtime' | 'directory' | 'callTexts'>): Floor => {
  const figures = new Map<string, { readonly at: number; readonly json: string }>();

  return {
    call: (principal, id) => {
      const call = runtime.live.get(id, runtime.now());
      return call === undefined || !seesCall(principal, directory, call) ? null : callTexts.textOf(principal, call);
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
