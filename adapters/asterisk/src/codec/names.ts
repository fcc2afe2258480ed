import { asId, modes } from '@legwork/core';
import type { CallId, EffectId, Mix, Mode, NativeId } from '@legwork/core';

/**
 * Names of channels and bridges, made of the engine's ids. The same thing has the same name however often it is asked for,
 * so that a request can be repeated, and whoever finds it on the switch can tell what it was for.
 */
export interface Names {
  /** The channel of a leg, where Legwork has dialled it. One that came to us has the switch's id for its native. */
  channel(native: NativeId): string;
  /** The leg that a channel is. */
  native(channel: string): NativeId;
  /** Legwork has dialled it. */
  isDialled(channel: string): boolean;
  mix(call: CallId, mix: Mix): string;
  readMix(bridge: string): { readonly call: CallId; readonly mix: Mix } | null;
  /** The bridge in which a tapping leg meets its snoop. */
  ear(native: NativeId): string;
  /** Made by Legwork. */
  isOurs(name: string): boolean;
  snoop(of: Snooping, op: EffectId): string;
  readSnoop(channel: string): Snooping | null;
  recording(call: CallId, op: EffectId): string;
}

/** For whom a snoop was made, on which channel, and how. */
export interface Snooping {
  readonly leg: NativeId;
  readonly target: string;
  readonly mode: Mode;
}

export function namesFor(application: string): Names {
  const prefix = `${application}-`;
  const snoop = `${prefix}snoop~`;
  return {
    channel: (native) => (isLegOfOurs(native) ? prefix + native : native),
    native: (channel) => asId<NativeId>(isDialled(channel) ? channel.slice(prefix.length) : channel),
    isDialled,
    mix: (call, mix) => `${prefix}${mix}-${call}`,
    readMix(bridge) {
      for (const mix of ['main', 'side'] as const) {
        const beginning = `${prefix}${mix}-`;
        if (bridge.startsWith(beginning)) return { call: asId<CallId>(bridge.slice(beginning.length)), mix };
      }
      return null;
    },
    ear: (native) => `${prefix}ear-${native}`,
    isOurs: (name) => name.startsWith(prefix),
    snoop: ({ leg, target, mode }, op) => `${snoop}${leg}~${target}~${mode}~${op}`,
    readSnoop(channel) {
      if (!channel.startsWith(snoop)) return null;
      const [leg, target, mode] = channel.slice(snoop.length).split('~');
      const known = modes.find((one) => one === mode);
      if (leg === undefined || target === undefined || known === undefined) return null;
      return { leg: asId<NativeId>(leg), target, mode: known };
    },
    recording: (call, op) => `${prefix}${call}-${op}`,
  };

  function isDialled(channel: string): boolean {
    return channel.startsWith(prefix) && isLegOfOurs(channel.slice(prefix.length));
  }
}

/** The form of the ids that the engine gives to legs. */
const isLegOfOurs = (text: string): boolean => /^[cs]\d+\.\d+$/.test(text);
