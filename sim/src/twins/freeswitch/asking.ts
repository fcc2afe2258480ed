import { asId, type CallId, type Cause, type EffectId, type NativeId, type SwitchEffect } from '@legwork/core';
import type { Core } from './core.ts';
import { applicationsOf } from './dialplan.ts';
import { dialStringOf, RING_MS, wordsOf, type Application } from './strings.ts';
import { durationIn, entryOf } from '../outside.ts';

/** What a command of the event socket asks for, in the words of the port: faults know no others. Empty where they have none for it. */
export interface Asking {
  effectsOf(core: Core, command: string): readonly SwitchEffect[];
  /** What a key or an `eavesdrop-command` asks for of whoever eavesdrops. */
  modeOf(native: string, target: string, command: string): readonly SwitchEffect[];
  /** With whom it was to be put together last. */
  partnerOf(native: string): string | undefined;
  forget(native: string): void;
}

const modes = { '0': 'monitor', '1': 'whisper', '2': 'whisper', '3': 'barge' } as const;
export const keyOf = { monitor: '0', whisper: '2', barge: '3' } as const;
const isMode = (command: string): command is keyof typeof modes => Object.hasOwn(modes, command);

const causes: Readonly<Record<string, Cause>> = {
  USER_BUSY: 'busy',
  CALL_REJECTED: 'rejected',
  NO_ANSWER: 'noAnswer',
  ORIGINATOR_CANCEL: 'cancelled',
  MEDIA_TIMEOUT: 'lost',
  SYSTEM_SHUTDOWN: 'lost',
  NORMAL_CLEARING: 'normal',
  MANAGER_REQUEST: 'normal',
  PICKED_OFF: 'normal',
};
/** A cause of FreeSWITCH in the words of the port. */
export const causeOf = (cause: string): Cause => entryOf(causes, cause) ?? 'unreachable';

export const createAsking = (): Asking => {
  /** The call of a leg, by who was put together with whom. */
  const calls = new Map<string, CallId>();
  const partners = new Map<string, string>();
  let ops = 0;

  const callOf = (native: string): CallId => calls.get(native) ?? asId(native);
  const on = (native: string) => {
    ops += 1;
    const call = callOf(native);
    calls.set(native, call);
    return { op: asId<EffectId>(`twin-${ops}`), switch: asId<never>('twin'), call, ...legOf(native) };
  };
  const join = (natives: readonly string[], call: CallId): readonly SwitchEffect[] =>
    natives.map((native) => {
      calls.set(native, call);
      return { ...on(native), type: 'join', mix: 'main', instead: null };
    });

  const moved = (core: Core, words: readonly string[]): readonly SwitchEffect[] => {
    const [native = '', flag = ''] = words;
    const [destination = '', dialplan = 'XML'] = flag.startsWith('-') ? words.slice(2) : words.slice(1);
    const [first]: readonly Application[] = applicationsOf(core, destination, dialplan) ?? [];
    if (first === undefined) return [];
    switch (first.name) {
      case 'eavesdrop':
        return [{ ...on(native), call: callOf(first.data), type: 'tap', target: asId(first.data), mode: 'monitor' }];
      case 'park':
        return [{ ...on(native), type: 'treat', with: 'silence' }];
      case 'playback':
        return [{ ...on(native), type: 'treat', with: 'music' }];
      case 'conference': {
        const peer = flag === '-both' ? core.channels.get(native)?.task : undefined;
        const both = peer?.kind === 'bridged' ? [native, peer.peer.uuid] : [native];
        return join(both, asId(first.data));
      }
      default:
        return [];
    }
  };

  const makers: Readonly<Record<string, (core: Core, words: readonly string[]) => readonly SwitchEffect[]>> = {
    originate(_core, [url = '']) {
      const { user, variables } = dialStringOf(url);
      const native = variables.get('origination_uuid') ?? '';
      const ringMs = durationIn(variables.get('originate_timeout'), 1000, RING_MS);
      const as = asId<never>(variables.get('origination_caller_id_number') ?? '');
      return native === '' ? [] : [{ ...on(native), type: 'dial', to: asId(user), as, ringMs }];
    },
    uuid_answer: (_core, [native = '']) => [{ ...on(native), type: 'answer' }],
    uuid_kill: (_core, [native = '', cause = 'NORMAL_CLEARING']) => [
      { ...on(native), type: 'hangUp', cause: causeOf(cause) },
    ],
    uuid_bridge(_core, [one = '', other = '']) {
      partners.set(one, other).set(other, one);
      return join([one, other], callOf(other));
    },
    uuid_transfer: moved,
    uuid_park: (_core, [native = '']) => [{ ...on(native), type: 'treat', with: 'silence' }],
    uuid_broadcast: (_core, [native = '', prompt = '']) => [{ ...on(native), type: 'play', prompt }],
    uuid_audio: (_core, [native = '', what, , , level]) => [
      { ...on(native), type: 'mute', on: what === 'start' && Number(level ?? 0) !== 0 },
    ],
    uuid_send_dtmf: (_core, [native = '', digits = '']) => [{ ...on(native), type: 'digits', digits }],
    uuid_record: (_core, [native = '', what]) => {
      const { op, switch: by, call } = on(native);
      return [{ op, switch: by, call, type: 'record', on: what === 'start' }];
    },
  };

  return {
    partnerOf: (native) => partners.get(native),
    effectsOf(core, command) {
      const [name = '', ...words] = wordsOf(command);
      return entryOf(makers, name)?.(core, words) ?? [];
    },
    modeOf: (native, target, command) =>
      isMode(command)
        ? [{ ...on(native), call: callOf(target), type: 'tap', target: asId(target), mode: modes[command] }]
        : [],
    forget(native) {
      calls.delete(native);
      partners.delete(native);
    },
  };
};

const legOf = (native: string) => ({ native: asId<NativeId>(native), leg: asId<never>(native) });
