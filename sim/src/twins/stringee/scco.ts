import { readAddress, type Address } from './address.ts';
import { fieldsIn, numberIn, textIn, truthIn, type Fields, type Read } from './reading.ts';
import { durationIn } from '../outside.ts';

/** One action of a Stringee Call Control Object. */
export type Action = Connect | Sound | Input | Record | RecordMessage;

export interface Connect {
  readonly action: 'connect';
  /** Whom the called is shown; whoever calls where nothing is said. */
  readonly from: Address | null;
  readonly to: Address;
  readonly customData: string;
  readonly continueOnFail: boolean;
  readonly onFailEventUrl: string;
  readonly ringMs: number;
  /** How long they may talk; null for as long as they like. */
  readonly talkMs: number | null;
  /** Null where it is not said. */
  readonly peerToPeerCall: boolean | null;
}
export interface Sound {
  readonly action: 'talk' | 'play' | 'stream';
  /** The text, or the name or address of a file. */
  readonly sound: string;
  readonly loop: number;
  readonly silenceMs: number;
  /** Where it is false, nothing else happens until it is over. */
  readonly bargeIn: boolean;
  /** Where it is false, a caller hears it without having been answered. */
  readonly answerCall: boolean;
}
export interface Input {
  readonly action: 'input';
  readonly eventUrl: string;
  readonly waitMs: number;
  readonly submitOnHash: boolean;
  readonly customField: string;
  readonly maxDigits: number;
}
interface Record {
  readonly action: 'record';
}
export interface RecordMessage {
  readonly action: 'recordMessage';
  readonly endOnKey: string;
  readonly lastMs: number;
}

const actionNames = ['connect', 'record', 'recordMessage', 'talk', 'play', 'stream', 'input'] as const;
const MOST_ACTIONS = 64;
const MOST_LOOPS = 10_000;

export function readActions(value: unknown, name: string): Read<readonly Action[]> {
  if (!Array.isArray(value)) return { problem: `${name}: an array of actions is wanted` };
  if (value.length > MOST_ACTIONS) return { problem: `${name}: at most ${MOST_ACTIONS} actions are allowed` };
  const actions: Action[] = [];
  for (const [n, one] of value.entries()) {
    const read = readAction(one, `${name}[${n}]`);
    if ('problem' in read) return read;
    actions.push(read.value);
  }
  return { value: actions };
}

function readAction(value: unknown, name: string): Read<Action> {
  const fields = fieldsIn(value);
  const action = actionNames.find((one) => one === fields?.['action']);
  if (fields === null || action === undefined)
    return { problem: `${name}.action: one of ${actionNames.join(', ')} is wanted` };
  switch (action) {
    case 'connect':
      return readConnect(fields, name);
    case 'talk':
      return readSound(action, fields, 'text', name);
    case 'play':
    case 'stream':
      return readSound(action, fields, 'fileName', name);
    case 'input':
      return {
        value: {
          action,
          eventUrl: textIn(fields['eventUrl'], ''),
          waitMs: durationIn(textIn(fields['timeOut'], ''), 1000, 5000),
          submitOnHash: truthIn(fields['submitOnHash'], false),
          customField: textIn(fields['customField'], ''),
          maxDigits: Math.max(1, numberIn(fields['maxDigits'], Infinity)),
        },
      };
    case 'record':
      return { value: { action } };
    case 'recordMessage':
      return {
        value: {
          action,
          endOnKey: textIn(fields['endOnKey'], ''),
          lastMs: durationIn(textIn(fields['timeout'], ''), 1000, 60_000),
        },
      };
    default:
      return action satisfies never;
  }
}

function readConnect(fields: Fields, name: string): Read<Connect> {
  const to = readAddress(fields['to'], `${name}.to`);
  if ('problem' in to) return to;
  const from = fields['from'] === undefined ? null : readAddress(fields['from'], `${name}.from`);
  if (from !== null && 'problem' in from) return from;
  const talkMs = durationIn(textIn(fields['maxConnectTime'], ''), 1000, 0);
  const peerToPeer = fields['peerToPeerCall'];
  return {
    value: {
      action: 'connect',
      from: from?.value ?? null,
      to: to.value,
      customData: textIn(fields['customData'], ''),
      continueOnFail: truthIn(fields['continueOnFail'], false),
      onFailEventUrl: textIn(fields['onFailEventUrl'], ''),
      ringMs: durationIn(textIn(fields['timeout'], ''), 1000, 60_000),
      talkMs: talkMs > 0 ? talkMs : null,
      peerToPeerCall: peerToPeer === undefined ? null : truthIn(peerToPeer, false),
    },
  };
}

function readSound(action: Sound['action'], fields: Fields, field: string, name: string): Read<Sound> {
  const sound = textIn(fields[field], '');
  if (sound === '') return { problem: `${name}.${field}: a text is wanted` };
  return {
    value: {
      action,
      sound,
      loop: Math.min(MOST_LOOPS, Math.max(1, Math.round(numberIn(fields['loop'], 1)))),
      silenceMs: durationIn(textIn(fields['silenceTime'], ''), 1, 0),
      bargeIn: truthIn(fields['bargeIn'], true),
      answerCall: truthIn(fields['answerCall'], true),
    },
  };
}
