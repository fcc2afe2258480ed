import type { Actor, Command, CommandType, Refusal } from '../vocabulary/index.ts';
import type { Call } from './state.ts';
import type { Step } from './step.ts';

/** Who may ask for what. Finer permissions are the API's. */
const rights: Readonly<
  Record<CommandType, 'programs' | 'supervisors' | 'inPerson' | 'ownSeat' | 'ownCall' | 'oneself'>
> = {
  'cmd.originate': 'oneself',
  'cmd.answer': 'ownCall',
  'cmd.hold': 'ownCall',
  'cmd.resume': 'ownCall',
  'cmd.mute': 'ownCall',
  'cmd.unmute': 'ownCall',
  'cmd.digits': 'ownCall',
  'cmd.transfer': 'ownCall',
  'cmd.consult': 'ownCall',
  'cmd.complete': 'ownCall',
  'cmd.cancel': 'ownCall',
  'cmd.addParty': 'ownCall',
  'cmd.drop': 'ownCall',
  'cmd.park': 'ownCall',
  'cmd.pickUp': 'oneself',
  'cmd.record': 'ownCall',
  'cmd.hangUp': 'ownCall',
  'cmd.claim': 'supervisors',
  'cmd.supervise': 'inPerson',
  'cmd.switchMode': 'ownSeat',
  'cmd.leave': 'ownSeat',
  'cmd.takeover': 'inPerson',
  'cmd.stop': 'supervisors',
  'cmd.logIn': 'oneself',
  'cmd.ready': 'oneself',
  'cmd.away': 'oneself',
  'cmd.wrapUp': 'oneself',
  'cmd.logOut': 'oneself',
  'cmd.forceAgent': 'supervisors',
  'cmd.activateFlow': 'programs',
};

/** Agents act on their own calls and on themselves; supervisors are present in person, and move their own seats; admins and programs may do all of it. */
export const forbidden = (step: Step, asked: Command, call: Call | undefined): Refusal | null => {
  const { role, id } = asked.by;
  if (role === 'none') return { reason: 'forbidden' };
  if (role === 'agent') return mayAsAgent(asked, id, call) ? null : { reason: 'forbidden' };
  if (role === 'supervisor') return mayAsSupervisor(step, asked, id) ? null : { reason: 'forbidden' };
  return null;
};

const mayAsAgent = (asked: Command, id: string, call: Call | undefined): boolean => {
  const right = rights[asked.type];
  if (right === 'oneself') return 'agent' in asked && asked.agent === id;
  // Of a call that does not exist nothing is given away.
  return right === 'ownCall' && (call === undefined || isOwn(call, id));
};
const isOwn = ({ party }: Call, id: string): boolean => party?.kind === 'agent' && party.agent === id;

const mayAsSupervisor = (step: Step, asked: Command, id: string): boolean => {
  const right = rights[asked.type];
  if (right === 'programs') return false;
  if (right === 'inPerson') return 'supervisor' in asked && asked.supervisor === id;
  if (right !== 'ownSeat' || !('seat' in asked)) return true;
  const seat = step.state.seats.get(asked.seat);
  return seat === undefined || seat.supervisor === id;
};

/** Whether somebody could ask something of that kind of the call, put the right way: the same rights, before the command is written. */
export const couldAsk = ({ role, id }: Actor, type: CommandType, call: Call): boolean => {
  if (role === 'none') return false;
  if (role !== 'agent') return true;
  const right = rights[type];
  return right === 'oneself' || (right === 'ownCall' && isOwn(call, id));
};

/** What can be asked of a call that Legwork found and has not claimed. */
const onFoundCalls: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'cmd.supervise',
  'cmd.stop',
  'cmd.hangUp',
  'cmd.claim',
]);

/** Whether the call can be moved at all: its switch is in reach, and it is ours, or such can be asked of other people's. */
export const reach = ({ state }: Pick<Step, 'state'>, call: Call, type: CommandType): Refusal | null => {
  if (state.lost.has(call.switch)) return { reason: 'unconfirmed' };
  if (!call.state.record.ours && !onFoundCalls.has(type)) return { reason: 'notOurs' };
  return null;
};
