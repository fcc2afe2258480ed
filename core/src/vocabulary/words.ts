/** The closed lists of words that commands, events, effects and facts are made of. */

/** How a supervisor is present: `monitor` is heard by nobody, `whisper` by the agent alone, `barge` by all. */
export const modes = ['monitor', 'whisper', 'barge'] as const;
export type Mode = (typeof modes)[number];

/** How long a seat lives: as long as this call, or as long as the supervisor follows this agent. */
export const scopes = ['call', 'agent'] as const;
export type Scope = (typeof scopes)[number];

/** Why a leg ended. Switches map their Q.850 and SIP codes onto these. `presumed`: nobody told us, a deadline passed. */
export const causes = [
  'normal',
  'busy',
  'rejected',
  'noAnswer',
  'unreachable',
  'cancelled',
  'lost',
  'presumed',
] as const;
export type Cause = (typeof causes)[number];

/** Where a leg's audio goes: nowhere, the call's main mix, the consult's side mix, a treatment (music, silence), or a tap on another leg. */
export const places = ['none', 'main', 'side', 'treated', 'tap'] as const;
export type Place = (typeof places)[number];

/** Who talks together. */
export type Mix = 'main' | 'side';
/** What a treated leg hears. */
export const treatments = ['music', 'silence'] as const;
export type Treatment = (typeof treatments)[number];

/** The four places a call has for legs. Seats bring their own. */
export const slots = ['customer', 'agent', 'target', 'guest'] as const;
export type Slot = (typeof slots)[number];

/** What of a queue is held against a threshold: how many wait, or how long the longest has waited. */
export const queueMeasures = ['waiting', 'longestWaitMs'] as const;
export type QueueMeasure = (typeof queueMeasures)[number];

export const directions = ['inbound', 'outbound'] as const;
export type Direction = (typeof directions)[number];

/** An observation is `seen` (the switch said so) or `assumed` (it never says; its reply to our request must do). */
export const bases = ['seen', 'assumed'] as const;
export type Basis = (typeof bases)[number];

/** Whose right it is to ask for something. `none` may ask for nothing: what they ask for is refused, and audited where it is privileged. */
export const roles = ['agent', 'supervisor', 'admin', 'service', 'none'] as const;
export type Role = (typeof roles)[number];

/** Reached only by a bug: the compiler has proved that nothing is left. */
export const assertNever = (value: never): never => {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
};
