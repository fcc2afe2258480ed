/**
 * Ids are strings with a brand, so that a leg cannot be passed where a call is meant.
 * The engine chooses the ids of calls, legs, seats, timers and effects by counting; they are never reused. That is why an effect can be
 * repeated safely and why the same id can be given to the switch (FreeSWITCH `origination_uuid`, ARI `channelId`).
 */
declare const brand: unique symbol;
export type Branded<Name extends string> = string & { readonly [brand]: Name };

/** One call, from the first leg to the last: `c17`. */
export type CallId = Branded<'CallId'>;
/** One endpoint's connection to a call: `c17.2`, or `s3.1` where a seat dialled it. */
export type LegId = Branded<'LegId'>;
/** One supervisor's presence: `s3`. */
export type SeatId = Branded<'SeatId'>;
/** One timer: owner, name, and a number that tells a stale firing from a current one: `c17:join:4`. */
export type TimerId = Branded<'TimerId'>;
/** One effect asked of a switch: the number of the input that caused it, and its place among that input's effects: `911.2`. */
export type EffectId = Branded<'EffectId'>;
/** One command, named by whoever asked; unique among those still open. */
export type CommandId = Branded<'CommandId'>;
export type AgentId = Branded<'AgentId'>;
export type SupervisorId = Branded<'SupervisorId'>;
export type QueueId = Branded<'QueueId'>;
export type SwitchId = Branded<'SwitchId'>;
/** The id by which a switch knows a leg: Legwork's own leg id where Legwork dialled it, the switch's where the switch offered it. */
export type NativeId = Branded<'NativeId'>;
/** What can be dialled: a number, an extension, a SIP address. */
export type Endpoint = Branded<'Endpoint'>;

/** Give a string the brand of an id. The only place where a plain string becomes an id. */
// The brand is for the caller to name, as in `asId<CallId>(text)`.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export const asId = <Id extends Branded<string>>(text: string): Id => text as Id;
