import type { AgentState, CallId } from '@legwork/core';
import type { Principal } from '../auth/principal.ts';
import { seesAgent, seesCall, teamOf } from '../auth/visibility.ts';
import type { Standing } from '../events/index.ts';
import type { Service } from '../service.ts';
import { figuresOf } from './figures.ts';

/** How things are now, as JSON, written once for all who see the same. */
export interface Floor {
  /** The call as the principal sees it; null where it is not, or not for them. */
  call(principal: Principal, call: CallId): string | null;
  /** The calls that an agent is on, and where they stand. */
  own(principal: Principal): readonly { readonly call: CallId; readonly standing: Standing }[];
  figures(principal: Principal): string;
}

export const createFloor = ({
  runtime,
  directory,
  callTexts,
}: Pick<Service, 'runtime' | 'directory' | 'callTexts'>): Floor => {
  /** As of one moment, by who sees the same. */
  const figures = new Map<string, string>();
  let figuresAt = 0;

  return {
    call: (principal, id) => {
      const call = runtime.live.get(id, runtime.now());
      return call === undefined || !seesCall(principal, directory, call) ? null : callTexts.textOf(principal, call);
    },
    own: ({ agent }) =>
      [...runtime.engine.state.calls.values()].flatMap(({ id, party, queue }) => {
        if (party?.kind !== 'agent' || party.agent !== agent) return [];
        const owned = { party, queue: queue?.id ?? null };
        return [{ call: id, standing: { agent, queue: owned.queue, team: teamOf(directory, owned) } }];
      }),
    figures: (principal) => {
      const at = runtime.now();
      const key = JSON.stringify([principal.role === 'agent' ? principal.id : principal.teams]);
      if (figuresAt !== at) figures.clear();
      figuresAt = at;
      const known = figures.get(key);
      if (known !== undefined) return known;
      const seen = runtime.live.rows(at).filter((call) => seesCall(principal, directory, call));
      const agents = directory.agents.filter(({ id }) => seesAgent(principal, directory, id));
      const states = agents.map(({ id }) => stateOf(runtime.engine.state.agents.get(id)?.state.at));
      const json = JSON.stringify(figuresOf(seen, states, at));
      figures.set(key, json);
      return json;
    },
  };
};

const stateOf = (at: string | undefined): AgentState => (at ?? 'offline') as AgentState;
