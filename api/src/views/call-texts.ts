import type { CallId, LegId, LiveCall } from '@legwork/core';
import type { Principal } from '../auth/principal.ts';
import type { Service } from '../service.ts';
import { callJson } from './call.ts';

/** Calls as JSON: written once for all who see the same of them, and again when something has changed. */
export interface CallTexts {
  /** A call of the live list as the principal sees it. */
  textOf(principal: Principal, call: LiveCall): string;
}

interface Written {
  /** As of when: what the live list, and the engine, knew of the call. */
  readonly revision: number;
  readonly agentLeg: LegId | null;
  /** By class. */
  readonly texts: Map<Class, string>;
}

export const createCallTexts = (parts: Pick<Service, 'runtime' | 'directory'>): CallTexts => {
  const { live, engine, publications } = parts.runtime;
  const written = new Map<CallId, Written>();
  publications.subscribe(({ fact }) => {
    if (fact.type === 'call.closed') written.delete(fact.call);
  });
  const asOfNow = (id: CallId): Written => {
    const revision = live.revision(id);
    const agentLeg = engine.state.calls.get(id)?.legs.agent ?? null;
    const known = written.get(id);
    if (known?.revision === revision && known.agentLeg === agentLeg) return known;
    const anew = { revision, agentLeg, texts: new Map<Class, string>() };
    // One that is over is not remembered.
    if (revision > 0) written.set(id, anew);
    return anew;
  };
  return {
    textOf: (principal, call) => {
      const { texts } = asOfNow(call.call);
      const kind = classOf(principal);
      const before = texts.get(kind);
      if (before !== undefined) return before;
      const text = JSON.stringify(callJson(parts, principal, call));
      texts.set(kind, text);
      return text;
    },
  };
};

type Class = 'agent numbers' | 'agent' | 'staff numbers' | 'staff';

/** Calls look the same to all of a class. */
const classOf = ({ role, permissions }: Principal): Class => {
  const numbers = permissions.has('numbers.read');
  if (role === 'agent') return numbers ? 'agent numbers' : 'agent';
  return numbers ? 'staff numbers' : 'staff';
};
