import type { FactOf } from '@legwork/core';
import { nameOf, type InterventionName } from '@legwork/sim';

const did: Readonly<Record<InterventionName, string>> = {
  monitor: 'listens in on',
  whisper: 'whispers to',
  barge: 'joins',
  takeover: 'has taken over from',
  transfer: 'has sent on, away from',
  stop: 'has stopped the call of',
  switchMode: 'has changed the way of being with',
  leave: 'has left',
};

const wanted: Readonly<Record<InterventionName, string>> = {
  monitor: 'to listen in on',
  whisper: 'to whisper to',
  barge: 'to join',
  takeover: 'to take over from',
  transfer: 'to send on, away from',
  stop: 'to stop the call of',
  switchMode: 'to change the way of being with',
  leave: 'to leave',
};

/** What a supervisor did, or wanted to do, in words; null where it is not about a call. `agent` is who talked on it. */
export function inWords(audit: FactOf<'audit'>, agent: string | null): string | null {
  const name = nameOf(audit);
  if (name === null) return null;
  const whom = agent ?? audit.call ?? 'a call that is over';
  const how =
    audit.detail === null
      ? ''
      : name === 'transfer'
        ? ` to ${articles(audit.detail)}`
        : name === 'switchMode'
          ? ` to ${audit.detail}`
          : '';
  if (audit.outcome === 'done') return `${audit.by.id} ${did[name]} ${whom}${how}`;
  const why = audit.why === null ? '' : ` (${spaced(audit.why)})`;
  return `${audit.by.id} wanted ${wanted[name]} ${whom}${how}: ${spaced(audit.outcome)}${why}`;
}

const articles = (kind: string): string => (kind === 'agent' ? 'another agent' : `a ${kind}`);

/** `callGone` as `call gone`. */
export const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
