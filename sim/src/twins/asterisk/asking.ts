import { asId, type Cause, type EffectId, type NativeId, type SwitchEffect } from '@legwork/core';
import { wordsIn, type Asked, type Reply } from './reply.ts';
import type { Core } from './state.ts';
import { entryOf } from '../outside.ts';
import { timeoutMsIn } from './query.ts';

/** What requests to ARI ask for, in the words of the port: faults know no others. Empty where they have none for it. */
export const createAsking = (): ((core: Core, asked: Asked) => readonly SwitchEffect[]) => {
  let ops = 0;
  const on = (channel: string) => {
    ops += 1;
    const native = asId<NativeId>(channel);
    return {
      op: asId<EffectId>(`twin-${ops}`),
      switch: asId<never>('twin'),
      call: null,
      leg: asId<never>(channel),
      native,
    };
  };

  return (core, { method, path, query }) => {
    const [kind, id = '', what] = path;
    const named = query.get('channelId') ?? (id === '' ? query.get('bridgeId') : id) ?? '';
    const isOn = method === 'POST';
    if (kind === 'channels' && isOn && what === undefined && id !== 'create') {
      const ringMs = timeoutMsIn(query);
      const [to, as] = [query.get('endpoint') ?? '', query.get('callerId') ?? ''];
      return [{ ...on(named), type: 'dial', to: asId(to), as: asId(as), ringMs }];
    }
    if (kind === 'bridges' && isOn && what === 'addChannel') {
      const legs = wordsIn(query, 'channel').filter((channel) => core.channels.get(channel)?.snoop === null);
      return legs.map((leg) => ({ ...on(leg), type: 'join', mix: 'main', instead: null }));
    }
    if (kind === 'bridges' && isOn && what === 'record') {
      const { op } = on(id);
      return [{ type: 'record', op, switch: asId('twin'), call: asId(query.get('name') ?? ''), on: true }];
    }
    const channel = kind === 'channels' ? core.channels.get(id) : undefined;
    if (channel === undefined || channel.snoop !== null) return [];
    const leg = on(id);
    if (what === undefined)
      return method === 'DELETE' ? [{ ...leg, type: 'hangUp', cause: causeIn(query.get('reason_code')) }] : [];
    switch (what) {
      case 'answer':
        return [{ ...leg, type: 'answer' }];
      case 'moh':
      case 'silence':
        return isOn ? [{ ...leg, type: 'treat', with: what === 'moh' ? 'music' : 'silence' }] : [];
      case 'mute':
        return [{ ...leg, type: 'mute', on: isOn }];
      case 'dtmf':
        return [{ ...leg, type: 'digits', digits: query.get('dtmf') ?? '' }];
      case 'play':
        return [{ ...leg, type: 'play', prompt: query.get('media') ?? '' }];
      case 'snoop': {
        const snoop = path[3] ?? query.get('snoopId') ?? '';
        const mode = entryOf(modes, query.get('whisper') ?? 'none') ?? 'monitor';
        return [{ ...on(snoop), type: 'tap', target: leg.native, mode }];
      }
      default:
        return [];
    }
  };
};

const modes: Readonly<Record<string, 'monitor' | 'whisper' | 'barge'>> = {
  none: 'monitor',
  out: 'whisper',
  both: 'barge',
};
const whispers = { monitor: 'none', whisper: 'out', barge: 'both' } as const;

const causes: Readonly<Record<string, Cause>> = { 1: 'unreachable', 17: 'busy', 19: 'noAnswer', 21: 'rejected' };
/** A cause of Q.850 in the words of the port. */
export const causeIn = (q850: string | undefined): Cause => entryOf(causes, q850 ?? '16') ?? 'normal';

/** The request as it arrives: with another time to ring, or another leg to tap, or another way to. */
export const rewritten = (asked: Asked, effects: readonly SwitchEffect[], became: readonly SwitchEffect[]): Asked =>
  effects.reduce((request, effect, n) => {
    const sent = became[n];
    const query = new Map(request.query);
    if (effect.type === 'dial' && sent?.type === 'dial' && sent.ringMs !== effect.ringMs) {
      query.set('timeout', String(sent.ringMs / 1000));
      return { ...request, query };
    }
    if (effect.type === 'tap' && sent?.type === 'tap' && sent !== effect) {
      query.set('whisper', whispers[sent.mode]);
      return { ...request, path: request.path.with(1, sent.target), query };
    }
    return request;
  }, asked);

/** What ARI says of what it has accepted and will not do. */
export const acceptance = ({ method, path, query }: Asked): Reply => {
  const [kind = '', id, what] = path;
  if (method === 'DELETE') return { status: 204 };
  if (what === 'play' || what === 'record')
    return { status: 201, body: { id: path[3] ?? '', name: query.get('name') ?? '' } };
  if (kind === 'channels' && (what === undefined || what === 'snoop'))
    return { status: 200, body: { id: id ?? query.get('channelId') ?? '', name: '' } };
  return { status: 204 };
};

const statuses: Readonly<Record<string, number>> = { taken: 409, notUp: 422, forbidden: 403, failed: 500 };
export const refusal = (reason: string): Reply => ({
  status: statuses[reason] ?? 404,
  body: { message: reason === 'taken' ? 'Channel with given unique ID already exists' : 'Channel not found' },
});
