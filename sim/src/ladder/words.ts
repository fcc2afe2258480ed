import type { Input, Output } from '@legwork/core';

type Said = Input | Output;
type Words = { readonly [Type in Said['type']]?: (said: Extract<Said, { readonly type: Type }>) => string };

/** What happens at a rung of the ladder, in two or three words. Empty for a fact that another rung shows already. */
export const wordOf = (said: Said): string => {
  const word = words[said.type] as ((of: Said) => string) | undefined;
  if (word !== undefined) return word(said);
  return 'by' in said ? `${said.by.id}: ${said.type.slice('cmd.'.length)}` : said.type;
};

const words: Words = {
  'timer.fired': ({ timer }) => `timer ${timer.split(':')[1] ?? ''}`,

  'leg.offered': () => 'offered',
  'leg.ringing': (said) => ('switch' in said ? 'ringing' : ''),
  'leg.answered': (said) => ('switch' in said ? 'answered' : ''),
  'leg.placed': (said) => ('switch' in said ? `at ${said.at}${said.mode === undefined ? '' : ` ${said.mode}`}` : ''),
  'leg.muted': (said) => ('switch' in said ? `${said.on ? '' : 'un'}muted` : ''),
  'leg.digits': ({ digits }) => `digits ${digits}`,
  'leg.played': () => 'played',
  'leg.ended': (said) => ('switch' in said ? `ended ${said.cause}` : ''),
  'leg.created': () => '',
  'leg.orphaned': ({ leg }) => `${leg} orphaned`,
  'effect.refused': ({ effect, reason }) => `${effect}: ${reason}`,

  join: ({ mix }) => `join ${mix}`,
  treat: (effect) => `treat ${effect.with}`,
  tap: ({ mode }) => `tap ${mode}`,
  mute: ({ on }) => (on ? 'mute' : 'unmute'),

  'call.created': () => '',
  'call.queued': () => '',
  'call.changed': ({ state, hold, handover, recording }) =>
    [
      '→',
      state,
      ...(hold === 'open' ? [] : [hold]),
      ...(handover === 'idle' ? [] : [handover]),
      ...(recording === 'off' ? [] : [recording]),
    ].join(' '),
  'call.party': ({ party }) => (party === null ? '' : `party ${nameOf(party)}`),
  'call.confirmed': ({ confirmed }) => (confirmed ? 'confirmed' : 'unconfirmed'),
  'call.closed': ({ end }) => `closed: ${end}`,
  'seat.changed': ({ seat, state, mode }) => `${seat} ${state}${mode === null ? '' : ` ${mode}`}`,
  'agent.changed': ({ agent, state }) => `${agent} ${state}`,

  'command.accepted': () => '',
  'command.resolved': ({ what, outcome, cause }) => `${what} ${outcome}${cause === null ? '' : ` (${cause})`}`,
  audit: () => '',
  'cmd.supervise': ({ by, mode }) => `${by.id}: supervise ${mode}`,
  'cmd.switchMode': ({ by, mode }) => `${by.id}: switchMode ${mode}`,
};

const nameOf = (party: { readonly agent?: string; readonly supervisor?: string; readonly number?: string }): string =>
  party.agent ?? party.supervisor ?? party.number ?? '';
