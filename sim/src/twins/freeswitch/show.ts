import { asId, type NativeId } from '@legwork/core';
import { timestampOf } from '../timestamp.ts';
import type { Channel } from './channel.ts';
import type { Core } from './core.ts';

type Row = Readonly<Record<string, string>>;

const kinds = `codec|endpoint|application|api|dialplan|file|timer|calls [count]|channels [count|like <match string>]|calls|detailed_calls|bridged_calls|detailed_bridged_calls|aliases|complete|chat|management|modules|nat_map|say|interfaces|interface_types|tasks|limits|status`;
const known = new Set([...kinds.split('|').map((kind) => kind.split(' ')[0]), 'registrations']);

/** `show channels as json` and its like. */
export const show = (core: Core, words: readonly string[]): string => {
  const [what = '', how, match] = words;
  if (!known.has(what)) return `-USAGE: ${kinds}\n`;
  const as = words.indexOf('as');
  const format = as < 0 ? 'delim' : (words[as + 1] ?? '');
  if (format !== 'delim' && format !== 'json') return `-ERR Cannot find format ${format}\n`;
  const all = rowsOf(core, what);
  const rows = how === 'like' ? all.filter((row) => Object.values(row).some((one) => one.includes(match ?? ''))) : all;
  if (how === 'count') return format === 'json' ? `{"row_count":${rows.length},"rows":[]}` : totalOf(rows);
  return format === 'json' ? jsonOf(rows) : tableOf(rows);
};

const rowsOf = (core: Core, what: string): readonly Row[] => {
  if (what === 'channels') return listed(core);
  return what.endsWith('calls') ? callsOf(core, what.endsWith('bridged_calls')) : [];
};

/** Calls, those included that are one channel alone: of a bridge both sides are in one row. */
const callsOf = (core: Core, areBridged: boolean): readonly Row[] =>
  [...core.channels.values()].flatMap((channel) => {
    const { task } = channel;
    if (!isWritten(core, channel) || (task.kind === 'bridged' && task.side === 'b')) return [];
    if (task.kind !== 'bridged' && areBridged) return [];
    const own = rowOf(channel);
    const other = task.kind === 'bridged' ? rowOf(task.peer) : {};
    const names = Object.keys(own).filter((name) => !ofChannels.has(name));
    return [
      {
        ...Object.fromEntries(names.map((name) => [name, own[name] ?? ''])),
        ...Object.fromEntries(
          names.filter((name) => !ofCalls.has(name)).map((name) => [`b_${name}`, other[name] ?? '']),
        ),
        call_created_epoch: task.kind === 'bridged' ? (own['created_epoch'] ?? '') : '',
      },
    ];
  });

/** What is said of channels, and not of calls. */
const ofChannels = new Set(
  `application application_data dialplan context read_codec read_rate read_bit_rate write_codec write_rate write_bit_rate secure
  initial_cid_name initial_cid_num initial_ip_addr initial_dest initial_dialplan initial_context`.split(/\s+/),
);
/** What is said once of a call. */
const ofCalls = new Set(['call_uuid', 'hostname']);

const isWritten = (core: Core, { createdMs }: Channel): boolean => core.time.now() - createdMs >= core.writtenAfterMs;

/** The channel is gone, and is listed for a while. */
export const writeOff = (core: Core, channel: Channel): void => {
  for (const [uuid, { untilMs }] of core.writtenOff) if (untilMs <= core.time.now()) core.writtenOff.delete(uuid);
  if (!isWritten(core, channel)) return;
  core.writtenOff.set(channel.uuid, { channel, untilMs: core.time.now() + core.writtenAfterMs });
};

/** What is said to exist: faults let some go missing, and list some that are gone. */
const listed = (core: Core): readonly Row[] => {
  const ended = [...core.writtenOff.values()].filter(({ untilMs }) => untilMs > core.time.now());
  const all = [
    ...[...core.channels.values()].filter((channel) => isWritten(core, channel)),
    ...ended.map(({ channel }) => channel).filter(({ uuid }) => !core.channels.has(uuid)),
  ];
  if (core.faults === null) return all.map(rowOf);
  const legs = all.map(({ uuid, isAnswered }) => ({
    native: asId<NativeId>(uuid),
    up: isAnswered,
    at: 'none' as const,
  }));
  return core.faults.listed(legs).map(({ native }) => {
    const channel = all.find(({ uuid }) => uuid === native);
    return channel === undefined ? { uuid: native, state: 'CS_CONSUME_MEDIA', callstate: 'ACTIVE' } : rowOf(channel);
  });
};

const jsonOf = (rows: readonly Row[]): string =>
  rows.length === 0 ? '{"row_count": 0}\n' : JSON.stringify({ row_count: rows.length, rows });

const totalOf = (rows: readonly Row[]): string => `\n${rows.length} total.\n`;
const tableOf = (rows: readonly Row[]): string => {
  const [first] = rows;
  if (first === undefined) return totalOf(rows);
  const lines = rows.map((row) => `${Object.values(row).join(',')}\n`);
  return `${Object.keys(first).join(',')}\n${lines.join('')}${totalOf(rows)}`;
};

const rowOf = (channel: Channel): Row => ({
  uuid: channel.uuid,
  direction: channel.direction,
  created: timestampOf(channel.createdMs).replace('T', ' ').slice(0, 19),
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
  read_bit_rate: '64000',
  write_codec: 'PCMU',
  write_rate: '8000',
  write_bit_rate: '64000',
  secure: '',
  hostname: 'twin',
  presence_id: channel.variables.get('presence_id') ?? '',
  presence_data: channel.variables.get('presence_data') ?? '',
  accountcode: channel.variables.get('accountcode') ?? '',
  callstate: channel.callState,
  callee_name: '',
  callee_num: channel.direction === 'outbound' ? channel.destination : '',
  callee_direction: channel.direction === 'outbound' ? 'RECV' : 'SEND',
  call_uuid: channel.callUuid,
  sent_callee_name: '',
  sent_callee_num: '',
  initial_cid_name: channel.callerName,
  initial_cid_num: channel.callerNumber,
  initial_ip_addr: '127.0.0.1',
  initial_dest: channel.destination,
  initial_dialplan: channel.direction === 'inbound' ? 'XML' : '',
  initial_context: 'default',
});
