import type { Settings } from '../config/settings.ts';
import type { UnsignedCommand } from './hidden.ts';

/**
 * Numbers that may be called: they begin with something that is allowed, and with nothing that is denied (toll fraud). What begins like a number
 * has to be one: a switch may take what follows for the name of a host or of another trunk.
 */
const isAllowed = (number: string, { allow, deny }: Settings['policy']['destinations']): boolean => {
  const plain = number.replaceAll(/[\s.()-]/g, '');
  const begins = (prefix: string): boolean => plain.startsWith(prefix);
  const isMeant = (prefix: string): boolean => begins(prefix) && (isNumber(plain) || !isNumber(prefix));
  return allow.some(isMeant) && !deny.some(begins);
};

const isNumber = (text: string): boolean => /^\+?[0-9*#]*$/.test(text);

/** Whether a command would have a number called that may not be. */
export const goesAstray = ({ policy }: Settings, command: UnsignedCommand): boolean => {
  const number = numberIn(command);
  return number !== null && !isAllowed(number, policy.destinations);
};

const numberIn = (command: UnsignedCommand): string | null => {
  if (!('to' in command)) return null;
  if (command.type === 'cmd.originate') return command.to;
  if (command.type === 'cmd.forceAgent') return null;
  return command.to.kind === 'number' ? command.to.number : null;
};
