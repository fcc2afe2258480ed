import { endsWaiting } from '../vocabulary/index.ts';
import type {
  CallState,
  CommandId,
  CommandType,
  FactOf,
  HandoverState,
  HoldState,
  Party,
  QueueId,
  RecordingState,
  SeatId,
} from '../vocabulary/index.ts';
import type { LiveCall, LiveSeat, UnderWay } from './call.ts';
import { elapsed, noTimes, timesIn, timesQueued } from './times.ts';
import type { CallTimes } from './times.ts';

/** What the list keeps of one call. It is plain data, so that it can be written down and read back. */
export interface Row {
  /** The fact that began it: what never changes. */
  readonly created: FactOf<'call.created'>;
  /** The time of the last fact that was applied. */
  asOfMs: number;
  queue: QueueId | null;
  party: Party | null;
  state: Since<CallState>;
  hold: Since<HoldState>;
  handover: Handover;
  recording: Since<RecordingState>;
  times: CallTimes;
  /** When the present wait began, the first or a later one; null while it does not wait (see `endsWaiting`). */
  queuedSinceMs: number | null;
  seats: readonly LiveSeat[];
  commands: readonly OpenCommand[];
  confirmed: boolean;
  seenMs: number | null;
}

interface Since<State> {
  readonly is: State;
  readonly sinceMs: number;
}

interface Handover {
  readonly is: HandoverState;
  /** Since it left `idle`, or came back to it. */
  readonly sinceMs: number;
  /** The command that began it, if one did. It may be resolved by now, as a consult is while the agent consults. */
  readonly by: CommandType | null;
}

interface OpenCommand {
  readonly command: CommandId;
  readonly what: CommandType;
  readonly sinceMs: number;
}

/** A call before its first `call.changed`: where every call of its kind begins. */
export function newRow(created: FactOf<'call.created'>): Row {
  const since = <State>(is: State): Since<State> => ({ is, sinceMs: created.at });
  const first = firstState(created);
  return {
    created,
    asOfMs: created.at,
    queue: null,
    party: null,
    state: since<CallState>(first),
    hold: since<HoldState>('open'),
    handover: { is: 'idle', sinceMs: created.at, by: null },
    recording: since<RecordingState>('off'),
    times: timesIn(noTimes, first, 'open', created.at),
    queuedSinceMs: null,
    seats: [],
    commands: [],
    confirmed: true,
    seenMs: null,
  };
}

function firstState({ ours, direction }: FactOf<'call.created'>): CallState {
  if (!ours) return 'talking';
  return direction === 'inbound' ? 'arriving' : 'dialling';
}

export function rowChanged(row: Row, fact: FactOf<'call.changed'>): void {
  row.state = moved(row.state, fact.state, fact.at);
  row.hold = moved(row.hold, fact.hold, fact.at);
  row.recording = moved(row.recording, fact.recording, fact.at);
  row.handover = handoverMoved(row, fact.handover, fact.at);
  row.times = timesIn(row.times, fact.state, fact.hold, fact.at);
  if (endsWaiting(fact.state)) row.queuedSinceMs = null;
}

export function rowQueued(row: Row, fact: FactOf<'call.queued'>): void {
  row.queue = fact.queue;
  row.times = timesQueued(row.times, fact.at);
  row.queuedSinceMs ??= fact.at;
}

export function rowSeated(row: Row, { seat, supervisor, scope, state, mode, wanted }: FactOf<'seat.changed'>): void {
  const seated: LiveSeat = { seat, supervisor, scope, state, mode, wanted };
  const isHere = row.seats.some((other) => other.seat === seat);
  row.seats = isHere ? row.seats.map((other) => (other.seat === seat ? seated : other)) : [...row.seats, seated];
}

export function rowUnseated(row: Row, seat: SeatId): void {
  row.seats = row.seats.filter((other) => other.seat !== seat);
}

export function rowAccepted(row: Row, { command, what, at }: FactOf<'command.accepted'>): void {
  if (row.commands.some((open) => open.command === command)) return;
  row.commands = [...row.commands, { command, what, sinceMs: at }];
  const { handover } = row;
  if (handover.is !== 'idle' && beginsHandover.has(what)) row.handover = { ...handover, by: handover.by ?? what };
}

export function rowResolved(row: Row, { command }: FactOf<'command.resolved'>): void {
  row.commands = row.commands.filter((open) => open.command !== command);
}

/** The row as a supervisor sees it. */
export function liveCallOf(row: Row, nowMs: number): LiveCall {
  const { call, direction, customer, hotline, ours, at, switch: on, clientRef } = row.created;
  return {
    call,
    direction,
    customer,
    hotline,
    switch: on,
    ours,
    ...(clientRef !== undefined && { clientRef }),
    queue: row.queue,
    party: row.party,
    state: row.state.is,
    stateSinceMs: row.state.sinceMs,
    inStateMs: Math.max(0, nowMs - row.state.sinceMs),
    hold: row.hold.is,
    recording: row.recording.is,
    startedMs: at,
    waitMs: elapsed(row.times.waiting, nowMs),
    talkMs: elapsed(row.times.talking, nowMs),
    holdMs: elapsed(row.times.held, nowMs),
    waitingSinceMs: row.times.waiting.sinceMs,
    talkingSinceMs: row.times.talking.sinceMs,
    heldSinceMs: row.times.held.sinceMs,
    queuedSinceMs: row.queuedSinceMs,
    supervisors: row.seats,
    underWay: underWayIn(row),
    confirmed: row.confirmed,
    seenMs: row.seenMs,
  };
}

function underWayIn({ handover, hold, recording, commands }: Row): readonly UnderWay[] {
  const list: UnderWay[] = [];
  if (handover.is !== 'idle') {
    list.push({ kind: 'handover', state: handover.is, by: handover.by, sinceMs: handover.sinceMs });
  }
  if (hold.is === 'holding' || hold.is === 'resuming') {
    list.push({ kind: 'hold', state: hold.is, sinceMs: hold.sinceMs });
  }
  if (recording.is === 'starting' || recording.is === 'stopping') {
    list.push({ kind: 'recording', state: recording.is, sinceMs: recording.sinceMs });
  }
  for (const open of commands) list.push({ kind: 'command', ...open });
  return list;
}

const beginsHandover: ReadonlySet<CommandType> = new Set<CommandType>([
  'cmd.takeover',
  'cmd.transfer',
  'cmd.consult',
  'cmd.addParty',
  'cmd.drop',
  'cmd.park',
]);

function handoverMoved({ handover, commands }: Row, is: HandoverState, atMs: number): Handover {
  if ((handover.is === 'idle') === (is === 'idle')) return { ...handover, is };
  const by = is === 'idle' ? undefined : commands.findLast((open) => beginsHandover.has(open.what));
  return { is, sinceMs: atMs, by: by?.what ?? null };
}

const moved = <State>(before: Since<State>, is: State, sinceMs: number): Since<State> =>
  before.is === is ? before : { is, sinceMs };
