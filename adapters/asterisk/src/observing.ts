import { asId, assertNever } from '@legwork/core';
import type { Cause, Endpoint, FoundLeg, NativeId } from '@legwork/core';
import type { Board } from './board.ts';
import { causeOf } from './codec/cause.ts';
import type { AriBridge, AriChannel, AriEvent } from './codec/event.ts';
import { requests } from './codec/request.ts';
import { bridgeOf, newLeg, type Leg } from './ledger.ts';
import type { Performing } from './performing.ts';
import type { Placing } from './placing.ts';

/** Events of Asterisk, as changes of the ledger and as what the engine is told. */
export interface Observing {
  observe(event: AriEvent): void;
  /** A channel that is party to somebody else's call; told of when it talks with another one. */
  meet(channel: AriChannel): void;
  /** Tells of a call of others, where this bridge holds one that is not known. */
  find(bridge: AriBridge): void;
  end(leg: Leg, cause: Cause): void;
}

/** A leg that leaves the application without an end has gone on in a dialplan, if the end does not follow at once. */
const END_FOLLOWS_MS = 2000;

export function createObserving(
  board: Board,
  placing: Placing,
  performing: Pick<Performing, 'playbackFinished'>,
): Observing {
  const { ask, ledger, names, options, settle, tell } = board;
  const legOf = (channel: string): Leg | undefined => ledger.legs.get(names.native(channel));

  function observe(event: AriEvent): void {
    switch (event.type) {
      case 'StasisStart':
        started(event.channel);
        break;
      case 'StasisEnd':
        left(event.channel);
        break;
      case 'ChannelCreated':
      case 'ChannelDialplan':
        meet(event.channel);
        break;
      case 'ChannelStateChange':
        changed(event.channel);
        break;
      case 'Dial':
        if (event.dialstatus === 'RINGING') rings(event.peer);
        break;
      case 'ChannelHangupRequest': {
        const leg = legOf(event.channel.id);
        if (leg !== undefined) leg.isEnding = true;
        break;
      }
      case 'ChannelDestroyed':
        destroyed(event.channel, event.cause);
        break;
      case 'ChannelEnteredBridge':
        entered(event.channel, event.bridge);
        break;
      case 'ChannelLeftBridge':
        leftBridge(event.channel, event.bridge.id);
        break;
      case 'BridgeDestroyed':
        ledger.bridges.delete(event.bridge.id);
        break;
      case 'ChannelDtmfReceived': {
        const leg = legOf(event.channel.id);
        if (leg !== undefined) tell({ type: 'leg.digits', native: leg.native, digits: event.digit, sent: false });
        break;
      }
      case 'PlaybackFinished':
        performing.playbackFinished(event.id, event.state);
        break;
      case 'RecordingStarted':
      case 'RecordingFinished':
      case 'RecordingFailed':
        recorded(event.type, event.name);
        break;
      case 'ChannelUserevent':
      case 'ApplicationReplaced':
        break;
      default:
        assertNever(event);
    }
    board.wake();
  }

  function started(channel: AriChannel): void {
    if (names.readSnoop(channel.id) !== null) {
      if (ledger.snoops.has(channel.id)) ledger.snoops.set(channel.id, 'started');
      // Made for a leg that is gone by now, or by an earlier life of ours.
      else void ask(requests.hangUp(channel.id, 16));
      return;
    }
    const known = legOf(channel.id);
    if (known !== undefined) {
      known.inStasis = true;
      known.name = channel.name;
      if (known.origin === 'dialled') answered(known);
      return;
    }
    const native = names.native(channel.id);
    if (names.isDialled(channel.id)) {
      // Nobody here has dialled it: an earlier life of ours has. The engine knows what to do with it.
      const leg = newLeg({
        native,
        channel: channel.id,
        origin: 'dialled',
        name: channel.name,
        call: null,
        state: 'dialling',
      });
      leg.inStasis = true;
      ledger.legs.set(native, leg);
      answered(leg);
      return;
    }
    ledger.strangers.delete(channel.id);
    const leg = newLegOfCaller(channel);
    ledger.legs.set(native, leg);
    if (leg.offered !== null) tell({ type: 'leg.offered', native, ...leg.offered });
    if (leg.state === 'offered') void ask(requests.ring(channel.id));
  }

  /** What tells that a dialled leg was answered: before this it cannot be placed. */
  function answered(leg: Leg): void {
    if (leg.state === 'up') return;
    leg.state = 'up';
    tell({ type: 'leg.answered', native: leg.native });
  }

  function changed(channel: AriChannel): void {
    if (channel.state === 'Ringing') rings(channel);
    const leg = legOf(channel.id);
    if (leg?.origin === 'caller' && channel.state === 'Up') answered(leg);
  }

  function rings(channel: AriChannel): void {
    const leg = legOf(channel.id);
    if (leg?.state !== 'dialling') return;
    leg.state = 'ringing';
    tell({ type: 'leg.ringing', native: leg.native });
  }

  function left(channel: AriChannel): void {
    if (names.readSnoop(channel.id) !== null) {
      placing.snoopGone(channel.id);
      return;
    }
    const leg = legOf(channel.id);
    if (leg === undefined) return;
    leg.inStasis = false;
    setTimeout(() => {
      if (ledger.legs.get(leg.native) === leg && !leg.inStasis) end(leg, 'normal');
    }, END_FOLLOWS_MS).unref();
  }

  function destroyed(channel: AriChannel, q850: number): void {
    ledger.strangers.delete(channel.id);
    if (names.readSnoop(channel.id) !== null) {
      placing.snoopGone(channel.id);
      ledger.snoops.delete(channel.id);
      return;
    }
    const leg = legOf(channel.id);
    if (leg === undefined) return;
    const course = {
      wasUp: leg.state === 'up',
      hasRung: leg.state === 'ringing',
      isCaller: leg.origin === 'caller',
      asked: leg.hungUp,
    };
    end(leg, causeOf(q850, course));
  }

  function end(leg: Leg, cause: Cause): void {
    ledger.legs.delete(leg.native);
    for (const { members } of ledger.bridges.values()) members.delete(leg.channel);
    tell({ type: 'leg.ended', native: leg.native, cause });
    placing.release(leg);
    const { call } = leg;
    if (call !== null) board.inTurn(call, () => closeMixes(call));
  }

  /** Nothing cascades: empty bridges stay until they are closed. */
  async function closeMixes(call: NonNullable<Leg['call']>): Promise<void> {
    if ([...ledger.legs.values()].some((leg) => leg.call === call)) return;
    for (const mix of ['main', 'side'] as const) {
      const name = names.mix(call, mix);
      if (ledger.bridges.delete(name)) await ask(requests.closeBridge(name));
    }
  }

  function entered(channel: AriChannel, bridge: AriBridge): void {
    const { members } = bridgeOf(ledger, bridge.id);
    members.add(channel.id);
    const snoop = names.readSnoop(channel.id);
    const leg = snoop === null ? legOf(channel.id) : ledger.legs.get(snoop.leg);
    if (snoop === null && leg !== undefined) leg.bridge = bridge.id;
    if (leg !== undefined) settle(leg);
    if (names.isOurs(bridge.id)) return;
    meet(channel);
    find(bridge);
  }

  function leftBridge(channel: AriChannel, bridge: string): void {
    const known = ledger.bridges.get(bridge);
    known?.members.delete(channel.id);
    if (known?.members.size === 0 && !names.isOurs(bridge)) ledger.bridges.delete(bridge);
    const leg = legOf(channel.id);
    if (leg === undefined || leg.bridge !== bridge) return;
    leg.bridge = null;
    if (leg.origin !== 'others' || leg.inStasis) settle(leg);
  }

  function meet(channel: AriChannel): void {
    const leg = legOf(channel.id);
    if (leg !== undefined) {
      leg.name = channel.name;
      return;
    }
    if (names.isOurs(channel.id)) return;
    ledger.strangers.set(channel.id, strangerOf(channel));
  }

  function find({ id, channels }: AriBridge): void {
    if (!options.watchOthers) return;
    const parties = channels.flatMap((channel) => ledger.strangers.get(channel) ?? []);
    const customer = parties.find(({ role }) => role === 'customer');
    const agent = parties.find(({ role }) => role === 'agent');
    if (customer === undefined || agent === undefined) return;
    const found = [customer, agent].map(({ channel, name, endpoint, role }): FoundLeg => {
      ledger.strangers.delete(channel);
      const native = asId<NativeId>(channel);
      const leg = newLeg({ native, channel, origin: 'others', name, call: null, state: 'up', bridge: id });
      ledger.legs.set(native, { ...leg, told: { at: 'main' } });
      return { native, role, endpoint };
    });
    tell({ type: 'call.found', legs: found });
  }

  function recorded(type: 'RecordingStarted' | 'RecordingFinished' | 'RecordingFailed', name: string): void {
    for (const [call, recording] of ledger.recordings) {
      if (recording !== name) continue;
      if (type === 'RecordingStarted') tell({ type: 'record.started', call });
      else {
        ledger.recordings.delete(call);
        tell({ type: 'record.stopped', call });
      }
    }
  }

  return { observe, meet, find, end };
}

/** A channel that has come into the application by the dialplan. */
export function newLegOfCaller(channel: AriChannel): Leg {
  const { number, name } = channel.caller;
  const isUp = channel.state === 'Up';
  return newLeg({
    native: asId<NativeId>(channel.id),
    channel: channel.id,
    origin: 'caller',
    name: channel.name,
    call: null,
    state: isUp ? 'up' : 'offered',
    inStasis: true,
    offered: {
      from: asId<Endpoint>(number === '' ? (name === '' ? 'anonymous' : name) : number),
      to: asId<Endpoint>(channel.dialplan.exten),
    },
  });
}

/** `AppDial` and `AppQueue` are what Dial and Queue call the channels that they have made. */
function strangerOf({ id, name, caller, dialplan }: AriChannel) {
  const role: FoundLeg['role'] = /^App(Dial|Queue)/.test(dialplan.app_name) ? 'agent' : 'customer';
  const device = name.replace(/^[^/]+\//, '').replace(/-[^-]*$/, '');
  const endpoint = asId<Endpoint>(role === 'customer' && caller.number !== '' ? caller.number : device);
  return { channel: id, name, endpoint, role };
}
