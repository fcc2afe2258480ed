import { asId, type CallId, type EffectId, type NativeId, type SwitchEffect } from '@legwork/core';
import type { Wanted } from './requests.ts';
import { anchorOf, connectedOf, partyNamed, type Call, type Core } from './state.ts';

/** What requests ask for, in the words of the port: faults know no others. Empty where they have none for it. */
export const createAsking = (): ((core: Core, wanted: Wanted, callId: string) => readonly SwitchEffect[]) => {
  let ops = 0;
  const on = (party: string) => {
    ops += 1;
    const op = asId<EffectId>(`twin-${ops}`);
    const call = asId<CallId>(callIn(party));
    return { op, switch: asId<never>('twin'), call, leg: asId<never>(party), native: asId<NativeId>(party) };
  };

  return (core, wanted, callId) => {
    const { ringMs } = core.open;
    if (wanted.what === 'callout') {
      const [to, as] = [asId<never>(wanted.to.number), asId<never>(wanted.from.number)];
      return [{ ...on(`${callId}/1`), type: 'dial', to, as, ringMs }];
    }
    const call = core.calls.get(wanted.callId);
    const anchor = call === undefined ? undefined : anchorOf(call);
    if (call === undefined || anchor === undefined) return [];
    const target = asId<NativeId>((connectedOf(call) ?? anchor).id);
    switch (wanted.what) {
      case 'adduser': {
        const there = partyNamed(call, wanted.to.number);
        const native = there?.id ?? nextIn(call);
        const tap = { ...on(native), type: 'tap', target, mode: wanted.isSpy ? 'monitor' : 'barge' } as const;
        const [to, as] = [asId<never>(wanted.to.number), asId<never>(call.from.number)];
        return there === undefined ? [{ ...on(native), type: 'dial', to, as, ringMs }, tap] : [tap];
      }
      case 'whisper': {
        const spy = partyNamed(call, wanted.userId);
        return spy === undefined ? [] : [{ ...on(spy.id), type: 'tap', target, mode: 'whisper' }];
      }
      case 'transfer': {
        const leaver = wanted.fromUserId === null ? connectedOf(call) : partyNamed(call, wanted.fromUserId);
        const instead = leaver === undefined ? null : asId<NativeId>(leaver.id);
        const to = asId<never>(wanted.to.number);
        return [{ ...on(anchor.id), type: 'redirect', to, target: asId(nextIn(call)), instead, ringMs }];
      }
      case 'putactions': {
        const [first] = wanted.actions;
        if (first?.action === 'connect') {
          const to = asId<never>(first.to.number);
          const { ringMs: lasts } = first;
          return [{ ...on(anchor.id), type: 'redirect', to, target: asId(nextIn(call)), instead: null, ringMs: lasts }];
        }
        return first !== undefined && 'sound' in first ? [{ ...on(anchor.id), type: 'play', prompt: first.sound }] : [];
      }
      case 'stop':
        return [{ ...on(anchor.id), type: 'hangUp', cause: 'normal' }];
      default:
        return wanted satisfies never;
    }
  };
};

/** The id that the next party of a call will have. */
const nextIn = ({ id, counted }: Call): string => `${id}/${counted + 1}`;

/** The call of a party, by the party's id. */
const callIn = (party: string): string => party.split('/', 1)[0] ?? '';

/** The request as it arrives: with another time to ring, or a supervisor in another mode or another call. */
export function rewritten(
  wanted: Wanted,
  effects: readonly SwitchEffect[],
  became: readonly SwitchEffect[],
): { readonly wanted: Wanted; readonly ringMs: number | null } {
  const changed = became.filter((sent, n) => sent !== effects[n]);
  const rings = changed.find((sent) => sent.type === 'dial' || sent.type === 'redirect');
  const tap = changed.find((sent) => sent.type === 'tap');
  const ringMs = rings?.ringMs ?? null;
  if (tap === undefined) return { wanted, ringMs };
  const callId = callIn(tap.target);
  if (wanted.what === 'adduser') return { wanted: { ...wanted, callId, isSpy: tap.mode !== 'barge' }, ringMs };
  return { wanted: wanted.what === 'whisper' ? { ...wanted, callId } : wanted, ringMs };
}
