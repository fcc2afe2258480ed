import { asId, type Endpoint, type ListedLeg, type NativeId, type SwitchSnapshot } from '@legwork/core';
import type { Desk } from './desk.ts';
import { isUnsafe, safe } from './codec/index.ts';
import { found, isOurs } from './hearing.ts';
import type { Leg } from './legs.ts';

/** A row of `show channels as json`; all of it is text. */
interface Row {
  readonly uuid: string;
  readonly direction: string;
  readonly state: string;
  readonly callstate: string;
  readonly application: string;
  readonly application_data: string;
  readonly cid_num: string;
  readonly dest: string;
  readonly b_uuid: string;
}

/**
 * Learns what exists on FreeSWITCH, and makes what we know agree with it. Rejects where there is no connection, or no list.
 *
 * A list tells what a channel runs and whom it talks with, and not where the engine wants it, nor how a supervisor is heard: where we do not know
 * better, a tap is a silent one, and is made one.
 */
export const takeStock = async (desk: Desk): Promise<SwitchSnapshot> => {
  const [channels, calls] = await Promise.all([
    desk.ask('api show channels as json'),
    desk.ask('api show calls as json'),
  ]);
  if (channels === undefined || calls === undefined) throw new Error('there is no connection to FreeSWITCH');
  const rows = rowsOf(channels);
  // A channel alone is a call, too.
  const pairs = rowsOf(calls).filter(({ b_uuid: b }) => b !== '');
  const peers = new Map(pairs.flatMap(({ uuid, b_uuid: b }) => [[uuid, b] as const, [b, uuid] as const]));
  const unlisted = await existingBeside(desk, rows);
  const existing = new Set([...rows.map(({ uuid }) => uuid), ...unlisted.map(({ native }) => native)]);
  for (const leg of desk.legs.all())
    if (!existing.has(leg.native) && !isDialling(desk, leg)) desk.legs.delete(leg.native);

  for (const row of rows) {
    const leg = desk.legs.get(row.uuid) ?? meet(desk, row);
    await agree(desk, leg, row, peers.get(row.uuid));
  }
  return listed(desk, rows, unlisted);
};

/** Tells of the calls of others that were there when we came. */
export const tellOthers = (desk: Desk): void => {
  for (const leg of desk.legs.all()) {
    const peer = leg.peer === null ? undefined : desk.legs.get(leg.peer);
    const isStrange = leg.origin === 'others' && !leg.isTold;
    if (isStrange && peer?.origin === 'others' && !peer.isTold) found(desk, leg, peer);
  }
};

/** What exists now, where events have said that it is. */
export const list = async (desk: Desk): Promise<SwitchSnapshot> => {
  const channels = await desk.ask('api show channels as json');
  if (channels === undefined) throw new Error('there is no connection to FreeSWITCH');
  const rows = rowsOf(channels);
  return listed(desk, rows, await existingBeside(desk, rows));
};

/** FreeSWITCH lists what it has written down, which takes it a moment: whom we know and it does not list is asked for. */
const existingBeside = async (desk: Desk, rows: readonly Row[]): Promise<readonly Leg[]> => {
  const written = new Set(rows.map(({ uuid }) => uuid));
  const unwritten = [...desk.legs.all()].filter(({ native, isUp }) => isUp && !written.has(native));
  const exist = await Promise.all(
    unwritten.map(async ({ native }) => {
      const id = safe('uuid', native);
      return !isUnsafe(id) && (await desk.ask(`api uuid_exists ${id}`))?.trim() === 'true';
    }),
  );
  return unwritten.filter((_, n) => exist[n] === true);
};

const listed = (desk: Desk, rows: readonly Row[], beside: readonly Leg[]): SwitchSnapshot => ({
  legs: [...rows, ...beside.map(({ native }) => ({ uuid: native, dest: '' }))].flatMap(
    ({ uuid, dest }): readonly ListedLeg[] => {
      const leg = desk.legs.get(uuid);
      if (leg === undefined || !leg.isTold) return [];
      const { native, isUp: up, at, target, mode, endpoint: from } = leg;
      const tapped = target === null || mode === null ? {} : { target, mode };
      const isOffer = leg.origin === 'offered' && !up;
      return [{ native, up, at, ...tapped, ...(isOffer ? { offered: { from, to: asId<Endpoint>(dest) } } : {}) }];
    },
  ),
});

/** Its channel may not have been created yet. */
const isDialling = (desk: Desk, { native }: Leg): boolean =>
  [...desk.jobs.values()].some((effect) => effect.native === native);

const rowsOf = (text: string): readonly Row[] => {
  try {
    const list: unknown = JSON.parse(text);
    const rows: unknown = typeof list === 'object' && list !== null && 'rows' in list ? list.rows : [];
    return Array.isArray(rows) ? rows.map(rowOf) : [];
  } catch (cause) {
    throw new Error('FreeSWITCH lists its channels in a way that cannot be read', { cause });
  }
};

const rowOf = (row: unknown): Row => {
  const fields: Readonly<Record<string, unknown>> = typeof row === 'object' && row !== null ? { ...row } : {};
  const text = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    uuid: text('uuid'),
    direction: text('direction'),
    state: text('state'),
    callstate: text('callstate'),
    application: text('application'),
    application_data: text('application_data'),
    cid_num: text('cid_num'),
    dest: text('dest'),
    b_uuid: text('b_uuid'),
  };
};

const meet = (desk: Desk, row: Row): Leg => {
  const isInbound = row.direction === 'inbound';
  return desk.legs.add({
    native: asId<NativeId>(row.uuid),
    origin: isOurs(row.uuid) ? 'ours' : 'others',
    direction: isInbound ? 'inbound' : 'outbound',
    endpoint: asId<Endpoint>(isInbound ? row.cid_num : row.dest),
  });
};

const agree = async (desk: Desk, leg: Leg, row: Row, peer: string | undefined): Promise<void> => {
  leg.isUp = /^(ACTIVE|HELD|UNHELD|RING_WAIT)$/.test(row.callstate);
  leg.isHeld = row.callstate === 'HELD';
  leg.peer = peer === undefined ? null : asId<NativeId>(peer);
  // A list does not tell where media goes.
  if (leg.peer !== null) leg.isBypassing = null;
  const runs = row.state === 'CS_EXECUTE' ? row.application : '';
  leg.room = null;
  if (leg.peer !== null) {
    leg.doing = 'talks';
    place(leg, leg.wish.kind === 'mix' ? leg.wish.mix : 'main');
  } else if (runs === 'conference') {
    leg.doing = 'confers';
    leg.room = row.application_data.split(/[@+]/)[0] ?? '';
    place(leg, leg.room.endsWith('-side') ? 'side' : 'main');
  } else if (runs === 'eavesdrop') {
    const isKnown = leg.at === 'tap' && leg.target === row.application_data;
    leg.doing = 'taps';
    if (isKnown) return;
    const id = safe('uuid', leg.native);
    if (!isUnsafe(id)) await desk.ask(`sendevent MESSAGE\nunique-id: ${id}\neavesdrop-command: 0`);
    leg.at = 'tap';
    leg.target = asId<NativeId>(row.application_data);
    leg.mode = 'monitor';
    leg.wish = { kind: 'tap', target: leg.target, mode: 'monitor' };
  } else if (runs === 'playback') {
    leg.doing = 'plays';
    leg.wish = { kind: 'treated' };
    leg.at = 'treated';
  } else if (leg.isUp) {
    leg.doing = 'parked';
    // Alone where it is wanted, or treated to silence: only we know.
    if (leg.at === 'tap') place(leg, 'none');
  } else if (leg.direction === 'inbound' && runs === 'park' && leg.origin === 'others') await offered(desk, leg);
};

const place = (leg: Leg, at: 'main' | 'side' | 'none'): void => {
  leg.at = at;
  leg.target = null;
  leg.mode = null;
  leg.wish = at === 'none' ? { kind: 'nothing' } : { kind: 'mix', mix: at };
};

/** A caller who waits, and of whom we have not heard: the dialplan says whether they are for us. */
const offered = async (desk: Desk, leg: Leg): Promise<void> => {
  const id = safe('uuid', leg.native);
  if (isUnsafe(id) || (await desk.ask(`api uuid_getvar ${id} legwork`)) !== desk.settings.offer) return;
  leg.origin = 'offered';
  leg.isTold = true;
};
