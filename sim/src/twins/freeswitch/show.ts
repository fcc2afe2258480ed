import { asId, type NativeId } from '@legwork/core';
import type { Channel } from './channel.ts';
import type { Core } from './core.ts';

/** `show channels as json` and its like. */
export const show = (core: Core, words: readonly string[]): string => {
  const [what = ''] = words;
  if (!words.join(' ').endsWith('as json')) return tableOf(core);
  if (what === 'channels') return listOf(listed(core));
  const pairs = [...core.channels.values()].flatMap((a) =>
    a.task.kind === 'bridged' && a.task.side === 'a' ? [[a, a.task.peer] as const] : [],
  );
  return listOf(
    pairs.map(([a, b]) => ({
      ...rowOf(a),
      ...Object.fromEntries(Object.entries(rowOf(b)).map(([name, value]) => [`b_${name}`, value])),
      call_created_epoch: rowOf(a).created_epoch,
    })),
  );
};

/** What is said to exist: faults let some go missing, and list some that are gone. */
const listed = (core: Core): readonly object[] => {
  const all = [...core.channels.values()];
  if (core.faults === null) return all.map(rowOf);
  const legs = all.map(({ uuid, isAnswered }) => ({
    native: asId<NativeId>(uuid),
    up: isAnswered,
    at: 'none' as const,
  }));
  return core.faults.listed(legs).map(({ native }) => {
    const channel = core.channels.get(native);
    return channel === undefined ? { uuid: native, state: 'CS_CONSUME_MEDIA', callstate: 'ACTIVE' } : rowOf(channel);
  });
};

const listOf = (rows: readonly object[]): string =>
  rows.length === 0 ? '{"row_count": 0}\n' : `${JSON.stringify({ row_count: rows.length, rows })}\n`;

const rowOf = (channel: Channel) => ({
  uuid: channel.uuid,
  direction: channel.direction,
  created_epoch: String(Math.floor(channel.createdMs / 1000)),
  name: channel.name,
  state: `CS_${channel.state}`,
  cid_name: channel.callerName,
  cid_num: channel.callerNumber,
  ip_addr: '127.0.0.1',
  dest: channel.destination,
  application: channel.variables.get('current_application') ?? '',
  application_data: channel.variables.get('current_application_data') ?? '',
  dialplan: channel.direction === 'inbound' ? 'XML' : '',
  context: 'default',
  read_codec: 'PCMU',
  read_rate: '8000',
  hostname: 'twin',
  presence_id: channel.variables.get('presence_id') ?? '',
  presence_data: channel.variables.get('presence_data') ?? '',
  accountcode: channel.variables.get('accountcode') ?? '',
  callstate: channel.callState,
  call_uuid: channel.callUuid,
  initial_dest: channel.destination,
});

const tableOf = (core: Core): string => {
  const lines = [...core.channels.values()].map(({ uuid, direction, name }) => `${uuid},${direction},${name}\n`);
  return lines.length === 0 ? '\n0 total.\n' : `uuid,direction,name\n${lines.join('')}\n${lines.length} total.\n`;
};
