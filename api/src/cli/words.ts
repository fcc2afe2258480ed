import type { FactOf } from '@legwork/core';
import { nameOf, type InterventionName } from '@legwork/sim';

/** Whom an intervention is about: the agent, and the call as theirs. */
interface Subject {
  readonly whom: string;
  readonly call: string;
}
type Phrase = (about: Subject, detail: string | null) => string;

const did: Readonly<Record<InterventionName, Phrase>> = {
  monitor: ({ whom }) => `is monitoring ${whom}`,
  whisper: ({ whom }) => `is whispering to ${whom}`,
  barge: ({ whom }) => `barged in on ${whom}`,
  takeover: ({ call }) => `took over ${call}`,
  transfer: ({ call }, kind) => `transferred ${call}${toWhere(kind)}`,
  stop: ({ call }) => `stopped ${call}`,
  switchMode: ({ whom }, mode) => `switched ${mode === null ? 'mode' : `to ${mode}`} on ${whom}`,
  leave: ({ whom }) => `left ${whom}`,
};

const wanted: Readonly<Record<InterventionName, Phrase>> = {
  monitor: ({ whom }) => `to monitor ${whom}`,
  whisper: ({ whom }) => `to whisper to ${whom}`,
  barge: ({ whom }) => `to barge in on ${whom}`,
  takeover: ({ call }) => `to take over ${call}`,
  transfer: ({ call }, kind) => `to transfer ${call}${toWhere(kind)}`,
  stop: ({ call }) => `to stop ${call}`,
  switchMode: ({ whom }, mode) => `to switch ${mode === null ? 'mode' : `to ${mode}`} on ${whom}`,
  leave: ({ whom }) => `to leave ${whom}`,
};

/** Reasons that their names do not say well. */
const reasons: Readonly<Partial<Record<string, string>>> = {
  supervisorBusy: 'is busy elsewhere',
  noSuchCall: 'the call is over',
  noAgent: 'no agent is on the call',
  conflict: 'something else is under way',
};

/** What a supervisor did, or wanted to do, in words; null where it is not about a call. `agent` is who talked on it. */
export function inWords(audit: FactOf<'audit'>, agent: string | null): string | null {
  const name = nameOf(audit);
  if (name === null) return null;
  const { by, call, outcome, detail, why } = audit;
  const itself = call === null ? 'a call that is over' : `call ${call}`;
  const about = agent === null ? { whom: itself, call: itself } : { whom: agent, call: `${agent}'s call` };
  if (outcome === 'done') return `${by.id} ${did[name](about, detail)}`;
  const because = why === null ? '' : ` (${reasons[why] ?? spaced(why)})`;
  return `${by.id} wanted ${wanted[name](about, detail)}: ${spaced(outcome)}${because}`;
}

const toWhere = (kind: string | null): string =>
  kind === null ? '' : kind === 'agent' ? ' to another agent' : ` to a ${kind}`;

/** `callGone` as `call gone`. */
export const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
