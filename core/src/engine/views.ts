import { hears, mayHear, type Ear, type Hearing, type Placement } from '../audibility/index.ts';
import type { LegId, Slot } from '../vocabulary/index.ts';
import { callOf, hasAudio, legsOf, placementOf, seatOf } from './legs.ts';
import type { EngineConfig } from './config.ts';
import type { Call, EngineState, Leg } from './state.ts';
import { capabilitiesOf } from './switches.ts';

interface World {
  readonly config: EngineConfig;
  readonly state: EngineState;
}

/** What is known of who hears whom at a call: its own legs, and every supervisor's leg that taps one of them, or may. */
export const earsOf = (world: World, call: Call): readonly Ear[] => {
  const own = legsOf(call);
  const ears: Ear[] = [];
  for (const id of new Set([...own, ...call.taps])) {
    const leg = world.state.legs.get(id);
    if (leg !== undefined && (own.includes(id) || isAt(world, call, leg))) ears.push(earOf(world, call, leg));
  }
  return ears;
};

/** The supervisor is present at the call, or was, and was not seen to have left the tap. One who followed the agent elsewhere is heard there. */
const isAt = (world: World, call: Call, leg: Leg): boolean => {
  if (callOf(world, leg) === call.id) return true;
  const taps = ({ target }: Placement): boolean => target !== null && legsOf(call).includes(target);
  return taps(placementOf(world, leg)) || leg.asks.some(({ placement }) => placement !== null && taps(placement));
};

const earOf = (world: World, call: Call, leg: Leg): Ear => ({
  leg: leg.id,
  up: hasAudio(leg),
  party: partyOf(world, leg),
  place: placeAt(call, leg, placementOf(world, leg)),
  muted: leg.state.record.muted,
  asked: leg.asks.flatMap(({ placement }) => (placement === null ? [] : [placeAt(call, leg, placement)])),
  askedMutes: leg.asks.flatMap(({ mute }) => (mute === null ? [] : [mute])),
});

/** A supervisor who tapped this call and has joined another since is in the mix of that one, and nowhere here. */
const placeAt = (call: Call, leg: Leg, placement: Placement): Placement => {
  const isInMix = placement.at === 'main' || placement.at === 'side';
  return isInMix && leg.joined !== null && leg.joined !== call.id ? nowhere : placement;
};
const nowhere: Placement = { at: 'none', target: null, mode: null };

/** A leg that has left its slot is still the party it was to those who hear it. */
const partyOf = (world: World, leg: Leg): Slot | 'seat' => {
  const { owner } = leg;
  // A supervisor who takes over is one until the takeover is done.
  if (owner.kind === 'seat' || (owner.slot === 'target' && seatOf(world, leg) !== undefined)) return 'seat';
  return owner.slot === 'stray' ? owner.was : owner.slot;
};

export const hearsAt = (world: World, call: Call): Hearing =>
  hears(earsOf(world, call), capabilitiesOf(world, call.switch).traits);
export const mayHearAt = (world: World, call: Call): Hearing =>
  mayHear(earsOf(world, call), capabilitiesOf(world, call.switch).traits);

export const noHearing: Hearing = (_listener: LegId, _speaker: LegId) => false;
