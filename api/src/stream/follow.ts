import type { CallId } from '@legwork/core';
import type { Change, Channel } from './channel.ts';
import type { Cursor } from './cursor.ts';
import type { Hub, Past } from './hub.ts';
import type { Outlet } from './outlet.ts';
import type { Message, Wire } from './wire.ts';

/** How many publications are read from the store at a time. */
const PAGE = 500;
/** How much is written to one who catches up before they are waited for. */
const MESSAGES = 100;

/**
 * Brings a reader from their cursor to where the channel is, and attaches them in the same moment: nothing is lost in between, and nothing is
 * told twice. One who reads slowly while catching up is waited for; nobody else is.
 */
export const follow = async (hub: Hub, channel: Channel, wire: Wire, outlet: Outlet, cursor: Cursor): Promise<void> => {
  const changes = new Map<CallId, Change>();
  let { after } = cursor;
  // The reader of the store, for as long as memory does not reach back to where it is.
  let past: Past | null = null;
  for (;;) {
    const recent = hub.recent(after);
    if (recent?.length === 0) {
      await channel.settled();
      if (channel.isOver) {
        outlet.close('fault');
        return;
      }
      if (hub.position !== after || channel.position < after) continue;
      channel.flush();
      const calls = channel.callsOf(changes.values());
      if (calls.length > 0) outlet.send(wire.write(calls));
      channel.attach(outlet);
      return;
    }
    past = recent === null ? (past ?? hub.past(after)) : null;
    const items = recent ?? (await past?.next(PAGE)) ?? [];
    if (items.length === 0) {
      // Neither memory nor the store has it any more.
      outlet.close('expired');
      return;
    }
    let messages: Message[] = [];
    for (const item of items) {
      for (const message of await channel.messagesOf(item, item.seq === cursor.after + 1 ? cursor.skip : 0))
        messages.push(message);
      for (const change of channel.changesOf(item.touched)) {
        changes.set(change.call, { ...change, wasSeen: change.wasSeen || changes.get(change.call)?.wasSeen === true });
      }
      after = item.seq;
      if (messages.length < MESSAGES) continue;
      outlet.send(wire.write(messages));
      messages = [];
      await outlet.ready();
      if (outlet.isClosed) return;
    }
    if (messages.length > 0) outlet.send(wire.write(messages));
    await outlet.ready();
    if (outlet.isClosed) return;
  }
};
