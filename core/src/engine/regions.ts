import type { CallState, HandoverState, HoldState, RecordingState } from '../vocabulary/index.ts';

/** Where a call is, region by region, as the world is told. */
export interface Regions {
  readonly state: CallState;
  readonly hold: HoldState;
  readonly handover: HandoverState;
  readonly recording: RecordingState;
}

const known = new Map<string, Regions>();

/** Read a call's machine state. */
export const regionsOf = (at: string): Regions => {
  const cached = known.get(at);
  if (cached !== undefined) return cached;
  let regions: Regions = { state: 'arriving', hold: 'open', handover: 'idle', recording: 'off' };
  for (const leaf of at.split(' ')) {
    const path = leaf.split('.');
    const last = path.at(-1) ?? '';
    if (path[0] === 'recording') regions = { ...regions, recording: last as RecordingState };
    else if (path[3] === 'hold') regions = { ...regions, state: 'talking', hold: last as HoldState };
    else if (path[3] === 'handover') regions = { ...regions, state: 'talking', handover: last as HandoverState };
    else regions = { ...regions, state: last as CallState };
  }
  known.set(at, regions);
  return regions;
};
