import type { CallEnded } from './events.ts';
import { numberIn } from './reading.ts';
import { done, failed, type Reply } from './reply.ts';
import type { Call } from './state.ts';

/** Calls that have ended, as `GET /v1/call/log` gives them. Of calls that go on it says nothing. */
export interface CallLog {
  file(call: Call, end: CallEnded, now: number): void;
  read(query: ReadonlyMap<string, readonly string[]>): Reply;
}

interface Entry {
  readonly id: string;
  readonly uuid: string;
  readonly project_id: number;
  readonly from_user_id: string;
  readonly from_number: string;
  readonly to_number: string;
  readonly from_internal: 0 | 1;
  readonly to_internal: 0 | 1;
  readonly start_time: number;
  readonly answer_time: number;
  readonly stop_time: number;
  readonly end_call_cause: string;
}

const MOST_KEPT = 10_000;
const MOST_GIVEN = 100;
const USUALLY_GIVEN = 10;

export function createCallLog(projectId: number): CallLog {
  const entries: Entry[] = [];
  return {
    file({ id, uuid, userId, from, to, createdAt, answeredAt }, { endCallCause }, now) {
      entries.push({
        id,
        uuid,
        project_id: projectId,
        from_user_id: userId,
        from_number: from.number,
        to_number: to.number,
        from_internal: from.type === 'internal' ? 1 : 0,
        to_internal: to.type === 'internal' ? 1 : 0,
        start_time: createdAt,
        answer_time: answeredAt ?? 0,
        stop_time: now,
        end_call_cause: endCallCause,
      });
      if (entries.length > MOST_KEPT) entries.shift();
    },
    read(query) {
      const text = (name: string): string => query.get(name)?.[0] ?? '';
      const number = (name: string, otherwise: number): number => numberIn(text(name), otherwise);
      if (text('version') !== '2') return failed('malformed', 'version: 2 is wanted; version 1 is deprecated');
      const limit = number('limit', USUALLY_GIVEN);
      if (!Number.isInteger(limit) || limit < 1 || limit > MOST_GIVEN)
        return failed('malformed', `limit: a whole number from 1 to ${MOST_GIVEN} is wanted`);
      const [afterTime, afterId] = query.get('search_after[]') ?? [];
      const after = afterTime === undefined ? null : { start_time: numberIn(afterTime, 0), id: afterId ?? '' };
      const found = entries
        .filter((entry) =>
          ['from_user_id', 'from_number', 'to_number'].every((name) => isSame(entry, name, text(name))),
        )
        .filter(({ start_time }) => start_time >= number('from_start_time', 0))
        .filter(({ start_time }) => start_time <= number('to_start_time', Infinity))
        .toSorted(newestFirst)
        .filter((entry) => after === null || newestFirst(after, entry) < 0);
      const calls = found.slice(0, limit);
      const last = calls.at(-1);
      const next = last === undefined || found.length === calls.length ? [] : [last.start_time, last.id];
      return done({ data: { calls, search_after: next } }, 'Load call(s) success');
    },
  };
}

const isSame = (entry: Entry, name: string, wanted: string): boolean =>
  wanted === '' || Object.entries(entry).some(([field, value]) => field === name && value === wanted);

type Place = Pick<Entry, 'start_time' | 'id'>;
const newestFirst = (one: Place, other: Place): number =>
  other.start_time - one.start_time || (other.id < one.id ? -1 : other.id > one.id ? 1 : 0);
