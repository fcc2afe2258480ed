import { asId } from '@legwork/core';
import type { NativeId, SwitchSnapshot } from '@legwork/core';
import type { Board } from './board.ts';
import { fieldsOf, listIn, readBridge, readChannel, readStartUp, textIn } from './codec/event.ts';
import type { AriBridge, AriChannel } from './codec/event.ts';
import { requests } from './codec/request.ts';
import { bridgeOf, listed, newLeg, placeOf, type Leg } from './ledger.ts';
import { newLegOfCaller, type Observing } from './observing.ts';
import { isDone, TAP_VARIABLE } from './placing.ts';

/** What exists on an Asterisk at one moment, and which life of it that is. */
export interface Stocktaking {
  readonly epoch: string;
  readonly snapshot: SwitchSnapshot;
  /** The bridges that are not ours: each may hold a call of others. */
  readonly others: readonly AriBridge[];
}

/**
 * Makes the ledger what Asterisk says there is. Legs that are not listed are gone, and with them what was made for their
 * sake; snoops that serve nobody are ended. Null where Asterisk does not answer.
 */
export async function takeStock(board: Board, observing: Observing): Promise<Stocktaking | null> {
  const { ask, ledger, names, options } = board;
  const [info, channelList, bridgeList] = await Promise.all([
    ask(requests.info()),
    ask(requests.channels()),
    ask(requests.bridges()),
  ]);
  if (![info, channelList, bridgeList].every(({ status }) => isDone(status))) return null;
  const channels = listIn(channelList.body).flatMap((value) => readChannel(value) ?? []);
  const bridges = listIn(bridgeList.body).flatMap((value) => readBridge(value) ?? []);
  const there = new Map(channels.map((channel) => [channel.id, channel]));

  for (const leg of ledger.legs.values()) if (!there.has(leg.channel)) ledger.legs.delete(leg.native);
  ledger.bridges.clear();
  ledger.strangers.clear();
  ledger.snoops.clear();
  for (const channel of channels) count(channel);
  for (const { id, channels: members } of bridges) {
    const bridge = bridgeOf(ledger, id);
    for (const member of members) {
      bridge.members.add(member);
      bridge.met.add(member);
    }
  }
  for (const leg of ledger.legs.values()) {
    leg.bridge = bridges.find((bridge) => bridge.channels.includes(leg.channel))?.id ?? null;
    leg.goal = null;
    leg.call ??= leg.bridge === null ? null : (names.readMix(leg.bridge)?.call ?? null);
    if (leg.bridge !== null) leg.treated = null;
  }
  await countTaps();
  for (const leg of ledger.legs.values())
    leg.told = leg.origin === 'others' && !leg.inStasis ? { at: 'main' } : placeOf(ledger, names, leg);

  const others = bridges.filter(({ id }) => !names.isOurs(id));
  const abandoned = bridges.filter(({ id, channels: members }) => names.isOurs(id) && members.length === 0);
  for (const { id } of abandoned) {
    ledger.bridges.delete(id);
    void ask(requests.closeBridge(id));
  }
  const legs = [...ledger.legs.values()].map(listed);
  return { epoch: readStartUp(info.body), snapshot: { legs }, others };

  function count(channel: AriChannel): void {
    if (names.readSnoop(channel.id) !== null) return;
    const native = names.native(channel.id);
    const inStasis =
      channel.dialplan.app_name === 'Stasis' && channel.dialplan.app_data.split(',')[0] === options.application;
    const isUp = channel.state === 'Up';
    const known = ledger.legs.get(native);
    if (known !== undefined) {
      known.name = channel.name;
      known.inStasis = inStasis;
      if (isUp && (inStasis || known.origin !== 'dialled')) known.state = 'up';
      else if (known.state === 'dialling' && channel.state === 'Ringing') known.state = 'ringing';
    } else if (names.isDialled(channel.id)) {
      const state = isUp && inStasis ? 'up' : channel.state === 'Ringing' ? 'ringing' : 'dialling';
      const leg = newLeg({ native, channel: channel.id, origin: 'dialled', name: channel.name, call: null, state });
      ledger.legs.set(native, { ...leg, inStasis });
    } else if (inStasis && !names.isOurs(channel.id)) ledger.legs.set(native, newLegOfCaller(channel));
    else observing.meet(channel);
  }

  async function countTaps(): Promise<void> {
    const taps = new Map<NativeId, Leg['tap']>();
    for (const { id } of channels) {
      const snoop = names.readSnoop(id);
      if (snoop === null) continue;
      const target = names.native(snoop.target);
      const serves = ledger.legs.has(snoop.leg) && ledger.legs.has(target) && !taps.has(snoop.leg);
      if (serves) {
        ledger.snoops.set(id, 'started');
        taps.set(snoop.leg, { target, mode: snoop.mode, snoop: id });
      } else void ask(requests.hangUp(id, 16));
    }
    for (const leg of ledger.legs.values()) {
      const isInMix = leg.bridge !== null && names.readMix(leg.bridge) !== null;
      leg.tap = taps.get(leg.native) ?? (isInMix && leg.native.startsWith('s') ? await readBarge(leg) : null);
    }
  }

  /** The bridge does not tell a supervisor who barges from one who has taken over; the channel has it noted. */
  async function readBarge(leg: Leg): Promise<Leg['tap']> {
    const { body } = await ask(requests.noted(leg.channel, TAP_VARIABLE));
    const target = asId<NativeId>(textIn(fieldsOf(body)['value']));
    return ledger.legs.has(target) ? { target, mode: 'barge', snoop: null } : null;
  }
}
