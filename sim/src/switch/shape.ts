import type { Capabilities } from '@legwork/core';

/** What a switch can do, and what it does unasked. */
export interface SwitchShape {
  readonly capabilities: Capabilities;
  readonly habits: Habits;
}

/** In what switches differ without saying so. */
export interface Habits {
  /** What a leg does when the last other one in its mix has ended. */
  readonly leftAlone: 'stays' | 'ends';
  /** What a customer does who was redirected to somebody that cannot be reached. */
  readonly redirectFailed: 'stays' | 'ends';
  /** What ends with a leg that is hung up by an effect: the leg alone, or all legs of its call. A leg that came to tap ends alone, until it joins a mix. */
  readonly hangUpEnds: 'leg' | 'call';
  /** What becomes of an effect while the connection is lost. */
  readonly whileLost: 'vanishes' | 'isRefused';
}
