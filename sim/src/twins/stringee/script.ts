import { LONGEST_MS } from '../outside.ts';
import { addressIn, unansweredBy, type CallEnded } from './events.ts';
import { addParty, answerAnchor, byServer, endCall, letGo, ring } from './lives.ts';
import { readActions, type Action, type Connect, type Input, type RecordMessage, type Sound } from './scco.ts';
import { anchorOf, connectedOf, later, type Call, type Core, type Party } from './state.ts';

/** The actions of a call, as they are carried out one after the other. When all of them are complete the call ends. */
export interface Script {
  /** Whoever was connected has left. */
  disconnected(): void;
  /** Whether anything is still to be done after what is done now. */
  hasMore(): boolean;
  append(actions: readonly Action[]): void;
  /** The anchor presses a key. */
  press(digit: string): void;
  /** Nothing of it happens any more, and whoever it has connected is let go. */
  stop(): void;
}

/** An action that the next one waits for. */
interface Step {
  readonly isConnect: boolean;
  readonly press: (digit: string) => void;
  readonly stop: () => void;
}

const nothing = (): void => undefined;

function runScript(core: Core, call: Call, actions: readonly Action[]): void {
  const left = [...actions];
  /** What plays while other things happen. */
  const playing = new Set<() => void>();
  let step: Step | null = null;
  let isStopped = false;

  function next(): void {
    step = null;
    const anchor = anchorOf(call);
    if (isStopped || call.isGone || anchor === undefined) return;
    const action = left.shift();
    if (action !== undefined) begin(action, anchor);
    else if (playing.size === 0) endCall(core, call, byServer(core, 'NORMAL_CLEARING'));
  }

  function begin(action: Action, anchor: Party): void {
    switch (action.action) {
      case 'connect':
        connect(action, anchor);
        return;
      case 'talk':
      case 'play':
      case 'stream':
        sound(action, anchor);
        return;
      case 'input':
        input(action, anchor);
        return;
      case 'recordMessage':
        recordMessage(action, anchor);
        return;
      case 'record':
        // Nothing public says what is told of it.
        next();
        return;
      default:
        action satisfies never;
    }
  }

  function silence(): void {
    for (const stop of playing) stop();
    playing.clear();
  }

  function sound({ sound: name, loop, silenceMs, bargeIn, answerCall }: Sound, anchor: Party): void {
    if (answerCall) answerAnchor(core, call, true);
    const lastsMs = Math.min(LONGEST_MS, (core.soundMs(name) + silenceMs) * loop);
    const stop = later(core, anchor, lastsMs, () => {
      playing.delete(stop);
      if (!bargeIn || step === null) next();
    });
    playing.add(stop);
    if (bargeIn) next();
    else step = { isConnect: false, press: nothing, stop: nothing };
  }

  function input({ eventUrl, waitMs, submitOnHash, customField, maxDigits }: Input, anchor: Party): void {
    answerAnchor(core, call, true);
    let digits = '';
    const stop = later(core, anchor, waitMs, () => submit(true));
    const submit = (timeout: boolean): void => {
      stop();
      step = { isConnect: false, press: nothing, stop: nothing };
      if (eventUrl === '') {
        next();
        return;
      }
      const told = { time: String(core.time.now()), dtmf: digits, call_id: call.id, customField, timeout };
      core.ask(call, { method: 'POST', url: eventUrl, told }, (json) => {
        if (!isStopped && !isReplacedBy(json)) next();
      });
    };
    const press = (digit: string): void => {
      silence();
      const isSubmit = digit === '#' && submitOnHash;
      if (!isSubmit) digits += digit;
      if (isSubmit || digits.length >= maxDigits) submit(false);
    };
    step = { isConnect: false, press, stop };
  }

  function recordMessage({ endOnKey, lastMs }: RecordMessage, anchor: Party): void {
    answerAnchor(core, call, true);
    const stop = later(core, anchor, lastMs, next);
    const press = (digit: string): void => {
      if (digit !== endOnKey) return;
      stop();
      next();
    };
    step = { isConnect: false, press, stop };
  }

  function connect(action: Connect, anchor: Party): void {
    const { to, from, ringMs, talkMs, peerToPeerCall } = action;
    call.lastTo = to;
    const target = addParty(call, { address: to, from: from ?? call.from, role: 'connected', state: 'dialled' });
    step = { isConnect: true, press: nothing, stop: () => letGoOfConnected(core, call) };
    ring(core, target, ringMs, {
      answered() {
        silence();
        answerAnchor(core, call, false);
        call.callType = 'CALL';
        const areApps = to.type === 'internal' && anchor.address.type === 'internal';
        call.isPeerToPeer = areApps && (peerToPeerCall ?? core.open.peerToPeerWhenUnsaid);
        if (talkMs !== null) later(core, target, talkMs, () => endCall(core, call, byServer(core, 'MAX_CONNECT_TIME')));
      },
      failed: (end) => failed(action, target, end),
    });
  }

  function failed({ to, continueOnFail, onFailEventUrl }: Connect, target: Party, end: CallEnded): void {
    if (!continueOnFail || onFailEventUrl === '') {
      endCall(core, call, { ...end, about: to });
      return;
    }
    const told = {
      call_status: 'connect_failed',
      agent_status: 'ended',
      call_id: call.id,
      from: addressIn(core, target.from),
      to: addressIn(core, to),
      endCallCause: end.endCallCause,
      timestamp_ms: core.time.now(),
    };
    core.ask(call, { method: 'POST', url: onFailEventUrl, told }, (json) => {
      if (!isStopped && !isReplacedBy(json)) endCall(core, call, { ...end, about: to });
    });
  }

  /** Where actions are answered, they come instead of those that are left. */
  function isReplacedBy(json: unknown): boolean {
    const read = readActions(json, 'actions');
    if ('problem' in read || call.isGone) return false;
    replaceScript(core, call, read.value);
    return true;
  }

  call.script = {
    disconnected() {
      if (step?.isConnect === true) next();
    },
    hasMore: () => left.length > 0,
    append(more) {
      left.push(...more);
    },
    press: (digit) => step?.press(digit),
    stop() {
      isStopped = true;
      silence();
      step?.stop();
    },
  };
  next();
}

/** Whoever talks with the anchor, or is rung to, is out. */
function letGoOfConnected(core: Core, call: Call): void {
  const connected = connectedOf(call);
  if (connected === undefined) return;
  const isUp = connected.state === 'up';
  letGo(core, connected, isUp ? byServer(core, 'USER_END_CALL') : unansweredBy(connected.address.type, 'cancelled'));
}

/** Lets a call do something else from now on. */
export function replaceScript(core: Core, call: Call, actions: readonly Action[]): void {
  call.script?.stop();
  runScript(core, call, actions);
}

/** Lets a call do what its customer's server has answered. */
export function runAnswer(core: Core, call: Call, json: unknown): void {
  // It may have ended meanwhile, or been given other actions.
  if (call.isGone || call.script !== null) return;
  const read = readActions(json, 'actions');
  if ('problem' in read || read.value.length === 0) endCall(core, call, byServer(core, 'CAN_NOT_MAKE_CALL'));
  else runScript(core, call, read.value);
}
