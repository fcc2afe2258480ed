import type { Endpoint, Switch, SwitchId } from '@legwork/core';

/** The phones that every switch under contract has, each with somebody at it. */
export const phoneNames = ['customer', 'agent', 'colleague', 'supervisor', 'manager'] as const;
export type PhoneName = (typeof phoneNames)[number];

/** What a phone does when it is rung. */
export type Answering = 'answers' | 'ringsOut' | 'rejects' | 'isBusy';

/** A phone, and whoever is at it. It takes part in one call at a time. */
export interface Phone {
  /** What reaches it when it is dialled. */
  readonly endpoint: Endpoint;
  /** From now on it does this when it is rung. Until told otherwise it answers as soon as it has rung. */
  set(answering: Answering): void;
  /** Calls somebody. */
  call(to: Endpoint): void;
  /** Ends its call, answered or not. */
  hangUp(): void;
  press(digits: string): void;
  state(): 'idle' | 'ringing' | 'calling' | 'talking';
  /** The digits that have reached it. */
  digits(): string;
}

/** Whom each phone hears. */
export type Hearing = Readonly<Record<PhoneName, readonly PhoneName[]>>;

/**
 * A switch behind the port, and everything at its far ends: what the contract needs of a simulated switch, of a twin and
 * of a real one alike. Everybody at the phones speaks all the time, each so that they can be told apart.
 */
export interface SwitchRig {
  readonly id: SwitchId;
  readonly port: Switch;
  readonly phones: Readonly<Record<PhoneName, Phone>>;
  /** What a customer calls. */
  readonly hotline: Endpoint;
  /** An endpoint at which nobody can be reached. */
  readonly nowhere: Endpoint;
  /** The name of a prompt of at least 300 ms and at most 3 s. */
  readonly prompt: string;

  /** Lets at most so much time pass, in ms. It may be less where something has happened. */
  pass(ms: number): Promise<void>;
  /** Who hears whom, measured now. */
  hearing(): Promise<Hearing>;
  /** Who has heard whom at any moment since the rig was opened. */
  everHeard(): Hearing;
  /** Whose voices the recording of that call holds; it has been stopped before. */
  recorded(call: string): Promise<readonly PhoneName[]>;

  /** Breaks the connection, lets something happen, and allows it to be made again. */
  whileLost(happen: () => Promise<void>): Promise<void>;
  /** Kills the switch and starts it anew. */
  restart(): Promise<void>;
  /** The customer talks with the agent in a call that others have set up on the switch. Undefined where the rig has no such calls. */
  readonly foreignCall?: () => void;

  /** What exists on the switch beyond what an idle one has, in words. */
  leftOver(): Promise<readonly string[]>;
  close(): Promise<void>;
}
