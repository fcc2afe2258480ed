import { z } from '@hono/zod-openapi';
import type {
  AgentState,
  CallState,
  CommandType,
  HandoverState,
  HoldState,
  LegState,
  RecordingState,
  SeatState,
} from '@legwork/core';

/** The closed lists of words in replies, each complete: a word that the engine has and the list has not does not compile. */
const wordsOf =
  <Word extends string>() =>
  <const Words extends readonly Word[]>(...words: [Word] extends [Words[number]] ? Words : never) =>
    z.enum(words);

export const callState = wordsOf<CallState>()(
  'arriving',
  'dialling',
  'flow',
  'queued',
  'offering',
  'connecting',
  'talking',
  'parked',
  'closing',
  'closed',
);
export const holdState = wordsOf<HoldState>()('open', 'holding', 'held', 'resuming');
export const handoverState = wordsOf<HandoverState>()(
  'idle',
  'dropping',
  'mending',
  'dialling',
  'meeting',
  'consulting',
  'joining',
  'releasing',
  'undoing',
  'requeueing',
  'blind',
);
export const recordingState = wordsOf<RecordingState>()('off', 'starting', 'on', 'stopping');
export const seatState = wordsOf<SeatState>()(
  'dialling',
  'attaching',
  'present',
  'changing',
  'parked',
  'lent',
  'leaving',
  'gone',
);
export const legState = wordsOf<LegState>()('offered', 'dialling', 'ringing', 'up', 'dropping', 'ended');
export const agentState = wordsOf<AgentState>()('offline', 'available', 'reserved', 'talking', 'wrapUp', 'away');
export const commandType = wordsOf<CommandType>()(
  'cmd.originate',
  'cmd.answer',
  'cmd.hold',
  'cmd.resume',
  'cmd.mute',
  'cmd.unmute',
  'cmd.digits',
  'cmd.transfer',
  'cmd.consult',
  'cmd.complete',
  'cmd.cancel',
  'cmd.addParty',
  'cmd.drop',
  'cmd.park',
  'cmd.pickUp',
  'cmd.record',
  'cmd.hangUp',
  'cmd.claim',
  'cmd.supervise',
  'cmd.switchMode',
  'cmd.leave',
  'cmd.takeover',
  'cmd.stop',
  'cmd.logIn',
  'cmd.ready',
  'cmd.away',
  'cmd.wrapUp',
  'cmd.logOut',
  'cmd.forceAgent',
  'cmd.activateFlow',
);
