import { connectedOf, type Party } from './state.ts';

/** Who truly hears whom: the parties of a call are in one conversation, each with what they may do in it. */
export function hears(listener: Party, speaker: Party): boolean {
  if (listener === speaker || listener.call !== speaker.call) return false;
  if (listener.state !== 'up' || speaker.state !== 'up') return false;
  switch (speaker.mode) {
    case 'talks':
      return true;
    case 'spies':
      return false;
    case 'whispers':
      return speaker.whispersTo === null ? isAgent(listener) : listener === speaker.whispersTo;
    default:
      return speaker.mode satisfies never;
  }
}

/** An app's user who is called for a customer. Between two apps, it is the one who was called. */
function isAgent({ call, address, role }: Party): boolean {
  if (address.type !== 'internal' || role === 'added') return false;
  return role === 'connected' || connectedOf(call)?.address.type !== 'internal';
}
