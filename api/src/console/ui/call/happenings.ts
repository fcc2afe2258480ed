import type { LegworkEvent } from '../../../events/index.ts';
import type { TimelineEvent } from '../service/client.ts';
import { isAmong } from '../words/among.ts';
import type { Happening, Said } from './ladder.ts';

/** What of a timeline is drawn; what this console does not know is left out, as the contract of events says. */
export const happeningsOf = (events: readonly TimelineEvent[]): readonly Happening[] =>
  events.flatMap(({ type, at, basis, data }) => {
    // Into which queue is said by what follows.
    if (!isAmong(sayings, type) || isQueueing(type, data)) return [];
    const say = sayings[type] as (data: unknown) => Said;
    return [{ at, basis, ...say(data) }];
  });

const isQueueing = (type: string, data: unknown): boolean =>
  type === 'call.stateChanged' && (data as LegworkEvent<'call.stateChanged'>['data']).state === 'queued';

type Sayings = { readonly [Type in LegworkEvent['type']]?: (data: LegworkEvent<Type>['data']) => Said };

const sayings = {
  'call.created': () => ({ kind: 'opened' }),
  'call.stateChanged': ({ state }) => ({ kind: 'state', state }),
  'call.queued': ({ queueId }) => ({ kind: 'queued', queue: queueId }),
  'call.held': () => ({ kind: 'held' }),
  'call.resumed': () => ({ kind: 'resumed' }),
  'call.confirmed': () => ({ kind: 'confirmed' }),
  'call.unconfirmed': () => ({ kind: 'unconfirmed' }),
  'call.ended': ({ end }) => ({ kind: 'closed', end }),
  'recording.started': () => ({ kind: 'recordingStarted' }),
  'recording.stopped': () => ({ kind: 'recordingStopped' }),
  // An endpoint is a kind and a name: `agent/lan`.
  'leg.created': ({ legId, endpoint, slot }) => ({
    kind: 'legCreated',
    leg: legId,
    name: endpoint.replace(/^.*\//, ''),
    slot,
  }),
  'leg.rang': ({ legId }) => ({ kind: 'legRang', leg: legId }),
  'leg.answered': ({ legId }) => ({ kind: 'legAnswered', leg: legId }),
  'leg.placed': ({ legId, place, target, mode }) => ({ kind: 'legPlaced', leg: legId, place, target, mode }),
  'leg.muted': ({ legId, muted }) => ({ kind: 'legMuted', leg: legId, muted }),
  'leg.ended': ({ legId, cause }) => ({ kind: 'legEnded', leg: legId, cause }),
  'leg.orphaned': ({ legId }) => ({ kind: 'legOrphaned', leg: legId }),
  'audit.recorded': ({ what, by, detail, outcome }) => ({
    kind: 'asked',
    what,
    by: by.id,
    detail,
    outcome,
  }),
} satisfies Sayings;
