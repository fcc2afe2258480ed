import type { TimeSource } from '../../centre/index.ts';
import type { ChosenFault } from '../../faults/index.ts';
import type { EndpointBehaviour } from '../../switch/index.ts';
import type { AddressType } from './address.ts';
import type { SendWebhook } from './courier.ts';
import type { Hmac } from './token.ts';

export interface StringeeTwinOptions extends Partial<StringeeOpenFacts> {
  readonly time: TimeSource;
  readonly seed?: number;
  readonly hmac: Hmac;
  /** Sends a webhook on its way, and says what was answered. */
  readonly send: SendWebhook;
  readonly apiKeySid?: string;
  readonly apiKeySecret?: string;
  /** What webhooks are signed with. */
  readonly signingSecret?: string;
  readonly projectId?: number;
  readonly accountSid?: string;
  /** Where the server of the project is asked and told, of calls from apps and of calls that it asks for. */
  readonly project: () => ProjectUrls;
  /** A number that was bought, as it is called; null where there is none. */
  readonly number: (called: string) => BoughtNumber | null;
  /** What a phone or an app does that is called; null where nobody has that name. */
  readonly answering: (ring: StringeeRing) => EndpointBehaviour | null;
  /** How long a file or a text lasts, in ms; 1 s where nothing is said. */
  readonly soundMs?: (sound: string) => number;
  /** What becomes of an event with that status: how often it is sent, and after how many ms more. Once and at once where nothing is said. */
  readonly deliver?: (callStatus: string) => readonly number[];
  /** Faults of the catalogue that strike on the wire. */
  readonly faults?: readonly ChosenFault[];
  /** Is called whenever somebody may hear somebody else than before. */
  readonly witness?: () => void;
}

export interface ProjectUrls {
  readonly answerUrl: string;
  readonly eventUrl: string;
}

export interface BoughtNumber {
  readonly answerUrl: string;
  /** Where events of its calls go; to the project's where nothing is said. */
  readonly eventUrl?: string;
  /** It belongs to the contact centre. */
  readonly isPcc?: boolean;
}

/** Somebody is being called. */
export interface StringeeRing {
  readonly type: AddressType;
  readonly number: string;
}

/** What no public source says of Stringee. Nothing of it is guessed in silence: each is a choice, and `usualOpenFacts` says what holds where none is made. */
export interface StringeeOpenFacts {
  /** What becomes of a call whose transfer reaches nobody: it ends, or whoever is left stays in it. */
  readonly transferFailed: 'ends' | 'stays';
  /** When whoever transfers is let go: as the request is taken, or once the target has answered. */
  readonly transferLeaves: 'atOnce' | 'onAnswer';
  /** Whom `userId` of a whisper names: the supervisor who may be heard by the agent, or the agent who may hear every supervisor. */
  readonly whisperUser: 'supervisor' | 'agent';
  /** What `adduser` and `transfer` do with a user who is in the call: change what they may do, and tell `answered` again; ring them anew; nothing. */
  readonly readd: 'inPlace' | 'ringsAnew' | 'refused';
  /** Whether `agentEnded` is told of everybody who leaves a call that goes on, or is called into it in vain. */
  readonly agentEnded: 'told' | 'untold';
  /** Whether the reply to a callout names the call. */
  readonly calloutReply: 'bare' | 'callId';
  /** Whether `created` is told before the answer_url is asked, or after. */
  readonly created: 'beforeAnswerUrl' | 'afterAnswerUrl';
  /** Whether actions that are put into a call replace what it does, and let go of whoever is connected, or come after it. */
  readonly putActions: 'replaces' | 'appends';
  /** What becomes of a call whose connected party hangs up, where others were added who speak: its actions go on, and mostly it ends; or those stay. */
  readonly connectedLeaves: 'actionsGoOn' | 'othersStay';
  /** Whether somebody can be added to a call of a number that belongs to the contact centre. */
  readonly addUserOnPcc: 'refused' | 'works';
  /** Whether a call between two apps bypasses the server where `peerToPeerCall` is not said. */
  readonly peerToPeerWhenUnsaid: boolean;
  /** Whether somebody can be added to a call that bypasses the server. */
  readonly supervisesPeerToPeer: boolean;
  /** Whether events name the `uuid` by which the answer_url of a number was asked. */
  readonly uuidInEvents: boolean;
  /** `kept`: the next event of a call is sent once the one before is answered. `free`: each at once, so that they overtake each other. */
  readonly eventOrder: 'kept' | 'free';
  /** How often an event is sent again that is not answered with 2xx, and after how long. */
  readonly retry: { readonly times: number; readonly afterMs: number };
  /** How long an answer to a webhook is waited for, in ms. */
  readonly webhookTimeoutMs: number;
  /** How long somebody is rung who is called by a request, in ms. A `connect` says so itself. */
  readonly ringMs: number;
  /** `endedBy` of a call that the server ends. */
  readonly endedByServer: 'INTERNAL' | 'EXTERNAL';
}

/** What can be chosen of it, the usual choice first. */
export const openChoices = {
  // What is inconvenient: the customer is lost.
  transferFailed: ['ends', 'stays'],
  transferLeaves: ['atOnce', 'onAnswer'],
  whisperUser: ['supervisor', 'agent'],
  readd: ['inPlace', 'ringsAnew', 'refused'],
  agentEnded: ['told', 'untold'],
  // As documented: `{"r":0}` and a message.
  calloutReply: ['bare', 'callId'],
  created: ['beforeAnswerUrl', 'afterAnswerUrl'],
  putActions: ['replaces', 'appends'],
  connectedLeaves: ['actionsGoOn', 'othersStay'],
  addUserOnPcc: ['refused', 'works'],
  // The vendor's own generator of SCCO has it so.
  peerToPeerWhenUnsaid: [true, false],
  supervisesPeerToPeer: [false, true],
  uuidInEvents: [false, true],
  eventOrder: ['kept', 'free'],
  endedByServer: ['INTERNAL', 'EXTERNAL'],
} as const satisfies { readonly [Name in OpenChoice]: readonly StringeeOpenFacts[Name][] };
type OpenChoice = Exclude<keyof StringeeOpenFacts, 'retry' | 'webhookTimeoutMs' | 'ringMs'>;

export const usualOpenFacts: StringeeOpenFacts = {
  transferFailed: openChoices.transferFailed[0],
  transferLeaves: openChoices.transferLeaves[0],
  whisperUser: openChoices.whisperUser[0],
  readd: openChoices.readd[0],
  agentEnded: openChoices.agentEnded[0],
  calloutReply: openChoices.calloutReply[0],
  created: openChoices.created[0],
  putActions: openChoices.putActions[0],
  connectedLeaves: openChoices.connectedLeaves[0],
  addUserOnPcc: openChoices.addUserOnPcc[0],
  peerToPeerWhenUnsaid: openChoices.peerToPeerWhenUnsaid[0],
  supervisesPeerToPeer: openChoices.supervisesPeerToPeer[0],
  uuidInEvents: openChoices.uuidInEvents[0],
  eventOrder: openChoices.eventOrder[0],
  endedByServer: openChoices.endedByServer[0],
  retry: { times: 0, afterMs: 1000 },
  webhookTimeoutMs: 10_000,
  // `timeout` of a connect is 60 s where it is not said.
  ringMs: 60_000,
};
