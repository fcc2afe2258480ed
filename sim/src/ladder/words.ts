import type { Input, Output } from '@legwork/core';

/** What happens at a rung of the ladder, in two or three words. Empty for a fact that another rung shows already. */
export const wordOf = (of: Input | Output): string => {
  switch (of.type) {
    case 'timer.fired':
      return `timer ${of.timer.split(':')[1] ?? ''}`;
    case 'leg.placed':
      if ('at' in of && typeof of.at === 'string') return `at ${of.at}${of.mode === undefined ? '' : ` ${of.mode}`}`;
      return '';
    case 'leg.ended':
      return 'switch' in of ? `ended ${of.cause}` : '';
    case 'leg.muted':
      return 'switch' in of ? (of.on ? 'muted' : 'unmuted') : '';
    case 'leg.offered':
    case 'leg.ringing':
    case 'leg.answered':
    case 'leg.digits':
    case 'leg.played':
      return 'switch' in of ? of.type.slice('leg.'.length) : '';
    case 'leg.orphaned':
      return `${of.leg} orphaned`;
    case 'effect.refused':
      return `${of.effect}: ${of.reason}`;
    case 'join':
      return `join ${of.mix}`;
    case 'treat':
      return `treat ${of.with}`;
    case 'tap':
      return `tap ${of.mode}`;
    case 'mute':
      return of.on ? 'mute' : 'unmute';
    case 'call.changed': {
      const { state, hold, handover, recording } = of;
      const regions = [hold === 'open' ? '' : hold, handover === 'idle' ? '' : handover, recording === 'off' ? '' : recording];
      return ['→', state, ...regions].filter((word) => word !== '').join(' ');
    }
    case 'seat.changed':
      return `${of.seat} ${of.state}${of.mode === null ? '' : ` ${of.mode}`}`;
    case 'agent.changed':
      return `${of.agent} ${of.state}`;
    case 'call.party':
      return of.party === null ? '' : `party ${partyOf(of.party)}`;
    case 'call.closed':
      return `closed: ${of.end}`;
    case 'call.confirmed':
      return of.confirmed ? 'confirmed' : 'unconfirmed';
    case 'command.resolved':
      return `${of.what} ${of.refusal === null ? of.outcome : `refused: ${of.refusal.reason}`}${of.cause === null || of.refusal !== null ? '' : ` (${of.cause})`}`;
    case 'command.accepted':
    case 'audit':
    case 'call.created':
    case 'call.queued':
    case 'leg.created':
      return '';
    case 'cmd.supervise':
      return `${of.by.id}: supervise ${of.mode}`;
    case 'cmd.switchMode':
      return `${of.by.id}: switchMode ${of.mode}`;
    default:
      return 'by' in of ? `${of.by.id}: ${of.type.slice('cmd.'.length)}` : of.type;
  }
};

const partyOf = (party: { readonly agent?: string; readonly supervisor?: string; readonly number?: string }): string =>
  party.agent ?? party.supervisor ?? party.number ?? '';
