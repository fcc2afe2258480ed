import { createClient } from '@legwork/api/client';
import type { ClientResponse } from 'hono/client';
import { send } from './request.ts';

/** The service, with the types of every route: paths, queries, bodies and replies are checked against the API itself. */
export const { v1 } = createClient(location.origin, { fetch: send });

/** What a request is answered with as JSON, where it is not refused. */
type Answer<Reply> = Extract<BodyOf<Reply>, object>;
type BodyOf<Reply> = Reply extends ClientResponse<infer Body, 200 | 201 | 202> ? Body : never;

/**
 * The JSON that a request is answered with.
 * @throws ProblemError where the service refuses, or cannot be reached.
 */
export const answer = async <Reply extends ClientResponse<unknown, number>>(
  asked: Promise<Reply>,
  // Whatever is no answer has been thrown by then.
): Promise<Answer<Reply>> => (await (await asked).json()) as Answer<Reply>;

/** Names what a request is about. An id may come from the address of the page: whatever it holds, it stays one segment of the path. */
export const at = (id: string) => ({ param: { id: encodeURIComponent(id) } });

/** One page of a list, and where the next begins. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly next: string | null;
}
type AnswerOf<Route extends (...args: never[]) => Promise<unknown>> = Answer<Awaited<ReturnType<Route>>>;
type RowOf<List> = List extends { readonly data: readonly (infer Row)[] } ? Row : never;

export type Call = AnswerOf<(typeof v1.calls)[':id']['$get']>;
export type Seat = Call['supervisors'][number];
export type Party = NonNullable<Call['party']>;
export type Agent = RowOf<AnswerOf<typeof v1.agents.$get>>;
export type Supervisor = RowOf<AnswerOf<typeof v1.supervisors.$get>>;
export type Queue = RowOf<AnswerOf<typeof v1.queues.$get>>;
export type Operation = AnswerOf<(typeof v1.operations)[':id']['$get']>;
export type CallRecord = RowOf<AnswerOf<(typeof v1)['call-records']['$get']>>;
export type AuditRow = RowOf<AnswerOf<typeof v1.audit.$get>>;
export type TimelineEvent = RowOf<AnswerOf<(typeof v1.calls)[':id']['timeline']['$get']>>;
export type HearingJson = AnswerOf<(typeof v1.calls)[':id']['hears']['$get']>;
export type Me = AnswerOf<typeof v1.whoami.$get>;
export type Simulation = AnswerOf<(typeof v1.simulations)[':id']['$get']>;
export type Report = AnswerOf<(typeof v1.simulations)[':id']['report']['$get']>;

/** For each action of a supervisor null, or why it would be refused. */
export type Possible = NonNullable<Call['actions']>;
export type ActionName = keyof Possible;
