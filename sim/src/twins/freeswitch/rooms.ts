import type { Channel, Room, Task } from './channel.ts';
import { complete, type Core } from './core.ts';
import type { Fields } from './fields.ts';
import { hangUp } from './endings.ts';
import type { Application } from './strings.ts';

type Conferring = Task & { readonly kind: 'confers' };

/** `conference`, with `name@profile+flags{mintwo}`. */
export const confer = (core: Core, channel: Channel, application: Application): void => {
  const [, name = '', profile = 'default', flags = ''] =
    /^([^@+]*)(?:@([^+]*))?(?:\+flags\{([^}]*)\})?/.exec(application.data) ?? [];
  let room = core.rooms.get(name);
  if (room === undefined) {
    const needsTwo = flags.split('|').includes('mintwo');
    room = { name, profile, uuid: core.newUuid(), needsTwo, members: new Map(), muted: new Set() };
    core.rooms.set(name, room);
    tell(core, null, room, 'conference-create');
  }
  const member = core.nextMember();
  room.members.set(member, channel);
  channel.task = { kind: 'confers', room, member, application };
  tell(core, channel, room, 'add-member', member);
};

export const leaveRoom = (core: Core, channel: Channel, { room, member }: Conferring): void => {
  room.members.delete(member);
  room.muted.delete(channel);
  tell(core, channel, room, 'del-member', member);
  if (room.members.size === 0) {
    core.rooms.delete(room.name);
    tell(core, null, room, 'conference-destroy');
  } else if (room.needsTwo && room.members.size === 1) {
    for (const last of room.members.values()) hangUp(core, last, 'NORMAL_CLEARING');
  }
};

/** `conference <name> <what> …`. */
export const commandRoom = (core: Core, [name = '', what = '', whom = '', ...more]: readonly string[]): string => {
  if (name === 'list' && what === '') {
    const rooms = [...core.rooms.values()];
    if (rooms.length === 0) return '+OK No active conferences.\n';
    return rooms
      .map(
        (one) => `+OK Conference ${one.name} (${one.members.size} member rate: 8000 flags: running)\n${linesOf(one)}`,
      )
      .join('');
  }
  const room = core.rooms.get(name);
  if (room === undefined) return `-ERR Conference ${name} not found\n`;
  const meant = [...room.members].filter(([member]) => whom === 'all' || String(member) === whom);
  switch (what) {
    case 'list':
      return linesOf(room);
    case 'mute':
    case 'unmute':
      for (const [member, one] of meant) {
        if (what === 'mute') room.muted.add(one);
        else room.muted.delete(one);
        tell(core, one, room, `${what}-member`, member);
      }
      return answer(what, meant);
    case 'kick':
    case 'hup':
      for (const [member, one] of meant) {
        tell(core, one, room, `${what}-member`, member);
        const { task } = one;
        if (task.kind !== 'confers') continue;
        one.task = { kind: 'nothing' };
        leaveRoom(core, one, task);
        complete(core, one, task.application);
        core.carryOn(one);
      }
      return answer(what === 'kick' ? 'kicked' : 'hup', meant);
    case 'relate':
      return relate(whom, more);
    case 'json_list':
      return `${JSON.stringify([jsonOfRoom(room)])}\n`;
    default:
      return `-ERR Conference command '${what}' not found.\n`;
  }
};

const answer = (what: string, meant: readonly (readonly [number, Channel])[]): string =>
  meant.length === 0 ? '-ERR Non-Existant ID\n' : meant.map(([member]) => `+OK ${what} ${member}\n`).join('');

/** Accepts who is not to hear whom; the twin's conferences do not know it. */
const relate = (from: string, [to = '', how = '']: readonly string[]): string =>
  how === 'clear' ? `+OK relationship ${from}->${to} cleared.\n` : `+OK ${from}->${to} ${how} set\n`;

const jsonOfRoom = (room: Room) => ({
  conference_name: room.name,
  member_count: room.members.size,
  conference_uuid: room.uuid,
  members: [...room.members].map(([id, one]) => ({
    type: 'caller',
    id,
    flags: { can_hear: true, can_speak: !room.muted.has(one) },
    uuid: one.uuid,
    caller_id_name: one.callerName,
    caller_id_number: one.callerNumber,
  })),
});

const linesOf = (room: Room): string =>
  [...room.members]
    .toReversed()
    .map(([member, one]) => `${lineOf(room, member, one)}\n`)
    .join('');
const lineOf = (room: Room, member: number, { name, uuid, callerName, callerNumber }: Channel): string => {
  const speaks = [...room.members.values()].find((one) => one.uuid === uuid && room.muted.has(one)) === undefined;
  return `${member};${name};${uuid};${callerName};${callerNumber};hear${speaks ? '|speak' : ''};0;0;0`;
};

const tell = (core: Core, channel: Channel | null, room: Room, action: string, member?: number): void => {
  const fields: Fields = [
    ['Event-Subclass', 'conference::maintenance'],
    ['Conference-Name', room.name],
    ['Conference-Size', String(room.members.size)],
    ['Conference-Profile-Name', room.profile],
    ['Conference-Unique-ID', room.uuid],
    ...(member === undefined ? [] : ([['Member-ID', String(member)]] as const)),
    ['Action', action],
  ];
  core.fire('CUSTOM', channel, fields);
};
