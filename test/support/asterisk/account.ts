import { fieldsIn, readRecording, textIn, type Fields, type Row } from './recordings.ts';

/** What an application has noticed: how each request was answered, and what was told of each channel. */
export interface Account {
  readonly replies: readonly string[];
  /** By the channel's name here: which of its kind it is. */
  readonly channels: ReadonlyMap<string, readonly string[]>;
}

/** Channels are numbered by kind, in the order in which they are heard of; those that the application named go by their own name. */
export interface Naming {
  readonly nameOf: (id: string) => string;
  readonly idOf: (name: string) => string | undefined;
  /** A channel or a bridge. */
  learn(thing: Fields): void;
}

/** An id that Asterisk has chosen: of a channel, or of a bridge. */
const anyChosen = /\d{10}\.\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const chosen = new RegExp(`^(?:${anyChosen.source})$`);
const allChosen = new RegExp(anyChosen, 'g');

/** The text, with other names for what Asterisk has named. */
export const renamed = (text: string, rename: (id: string) => string): string => text.replaceAll(allChosen, rename);

export function createNaming(): Naming {
  const names = new Map<string, string>();
  const ids = new Map<string, string>();
  const counts = new Map<string, number>();
  return {
    nameOf: (id) => names.get(id) ?? id,
    idOf: (name) => ids.get(name),
    learn(thing) {
      const id = textIn(thing['id']);
      const called = textIn(thing['name']);
      if (id === '' || names.has(id)) return;
      const name = chosen.test(id) ? numbered(called.replace(/-[0-9a-f]{8}(;\d)?$/, '$1') || 'bridge') : id;
      names.set(id, name);
      ids.set(name, id);
      if (called === '') return;
      names.set(called, `${name} by name`);
      ids.set(`${name} by name`, called);
    },
  };

  function numbered(kind: string): string {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return `${kind} ${count}`;
  }
}

/** Variables, what phones show and whether devices are in use: the twin tells nothing of these, and Legwork asks for none of it. */
const untold = new Set([
  'ChannelVarset',
  'ChannelConnectedLine',
  'ChannelCallerId',
  'DeviceStateChanged',
  'EndpointStateChange',
  'PeerStatusChange',
  'ContactStatusChange',
  'RESTResponse',
]);

/** What an event tells of a channel, beside its type. */
const details: Readonly<Record<string, (event: Fields) => string>> = {
  Dial: (event) => textIn(event['dialstatus']),
  ChannelStateChange: (event) => textIn(fieldsIn(event['channel'])['state']),
  ChannelDtmfReceived: (event) => textIn(event['digit']),
};

/** What an event is about. */
export const thingsIn = (event: Fields): readonly Fields[] => [channelIn(event), fieldsIn(event['bridge'])];

export const channelIn = (event: Fields): Fields => fieldsIn(event['channel'] ?? event['peer']);

/** An account of events in the order in which they came. */
export function storiesOf(events: readonly Fields[], naming: Naming): ReadonlyMap<string, readonly string[]> {
  const stories = new Map<string, string[]>();
  for (const event of events) {
    const type = textIn(event['type']);
    const channel = channelIn(event);
    for (const thing of thingsIn(event)) naming.learn(thing);
    if (untold.has(type) || channel['id'] === undefined) continue;
    const name = `${naming.nameOf(textIn(channel['id']))}, told to ${textIn(event['application'])}`;
    const story = stories.get(name) ?? [];
    stories.set(name, story);
    story.push(`${type} ${details[type]?.(event) ?? ''}`.trim());
  }
  return new Map([...stories].map(([name, story]) => [name, inOneOrder(story)]));
}

/** That a phone is dialled, that it rings and that its channel rings is told in any order. */
function inOneOrder(story: readonly string[]): readonly string[] {
  const ordered = withRinging(story);
  for (let n = 1; n < ordered.length; n += 1) {
    const [one = '', other = ''] = ordered.slice(n - 1, n + 1);
    if (one.startsWith('ChannelStateChange Ringing') && (other === 'Dial' || other === 'Dial RINGING')) {
      ordered[n - 1] = other;
      ordered[n] = one;
    }
  }
  return ordered;
}

/** Of a queue's channel a change of the dialplan belongs to its ringing. */
const withRinging = (story: readonly string[]): string[] =>
  story.flatMap((told, n) => {
    if (told === 'ChannelDialplan' && story[n - 1] === 'ChannelStateChange Ringing') return [];
    return story[n + 1] === 'ChannelDialplan' && told === 'ChannelStateChange Ringing'
      ? [`${told}, in a queue`]
      : [told];
  });

/** The names of all that is in a recording. */
export function namingOf(rows: readonly Row[]): Naming {
  const naming = createNaming();
  for (const row of rows) {
    if (row.k === 'ws') for (const thing of thingsIn(row.e)) naming.learn(thing);
    if (row.k === 'http') for (const thing of [row.r].flat()) naming.learn(fieldsIn(thing));
  }
  return naming;
}

/** The account that a recording gives. */
export function accountOf(recording: string): Account {
  const rows = readRecording(recording);
  const naming = namingOf(rows);
  return {
    replies: rows.flatMap((row) => (row.k === 'http' ? [`${renamed(row.q, naming.nameOf)} ${row.code}`] : [])),
    channels: storiesOf(
      rows.flatMap((row) => (row.k === 'ws' ? [row.e] : [])),
      naming,
    ),
  };
}
