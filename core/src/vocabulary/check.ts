import type { Actor, CommandType } from './commands.ts';
import type { CommandId } from './ids.ts';
import type { Input } from './inputs.ts';
import type { Refusal } from './refusals.ts';
import type { Check, Wrong } from './checks.ts';
import { isRecord, own, variants } from './checks.ts';
import { actor, commandId, shapes } from './shapes.ts';

/** An input that is not well formed. A command is refused by its id, where it has one; an observation only has somebody to tell. */
export type Malformed =
  | {
      readonly ok: false;
      readonly kind: 'command';
      readonly refusal: Extract<Refusal, { readonly reason: 'invalid' }>;
      /** What could be read of the command; null where it could not. */
      readonly id: CommandId | null;
      readonly what: CommandType | null;
      readonly by: Actor | null;
    }
  | { readonly ok: false; readonly kind: 'observation'; readonly problem: string };

export type CheckedInput = { readonly ok: true; readonly input: Input } | Malformed;

/**
 * Admits data from outside as an input: the very object, neither copied nor changed, or the first thing that is wrong with it.
 *
 * Whatever says that its type starts with `cmd.` is a command, everything else an observation. Fields that the type does not have are wrong
 * too, so that a misspelt one is not passed over. Only own fields are read. Bounds: ids, endpoints, prompts and epochs 1 to 128 characters,
 * without control characters; reasons at most 200; DTMF 1 to 32 digits; a snapshot at most 100,000 legs; a found call 1 to 4. Never throws,
 * also where reading the data does.
 */
export function checkInput(value: unknown): CheckedInput {
  const type = read(value, 'type');
  const wrong = attempt(() => input(value), unreadable);
  if (wrong === null) return { ok: true, input: value as Input };
  if (typeof type !== 'string') return { ok: false, kind: 'observation', problem: 'an input is an object with a type' };
  if (!type.startsWith('cmd.')) return { ok: false, kind: 'observation', problem: describe(type, wrong) };
  return {
    ok: false,
    kind: 'command',
    refusal: { reason: 'invalid', field: wrong.field, allowed: wrong.field === 'type' ? commandTypes : wrong.allowed },
    id: salvage(commandId, read(value, 'id')),
    what: isCommandType(type) ? type : null,
    by: salvage(actor, read(value, 'by')),
  };
}

const input = variants<'type', Input>('type', shapes);

const isCommandType = (type: string): type is CommandType => type.startsWith('cmd.') && Object.hasOwn(shapes, type);
const commandTypes = `one of ${Object.keys(shapes).filter(isCommandType).join(', ')}`;

const unreadable: Wrong = { field: '', allowed: 'plain data that can be read' };

const describe = (type: string, { field, allowed }: Wrong): string =>
  Object.hasOwn(shapes, type)
    ? `${type}: ${field === '' ? 'the input' : field} must be ${allowed}`
    : `unknown type: ${JSON.stringify(type.slice(0, 64))}`;

const read = (value: unknown, key: string): unknown =>
  attempt(() => (isRecord(value) ? own(value, key) : undefined), undefined);

const salvage = <Type>(check: Check<Type>, value: unknown): Type | null =>
  attempt(() => check(value), unreadable) === null ? (value as Type) : null;

/** Getters and proxies run code of their own. What it throws does not matter, only that the data cannot be read. */
function attempt<Result>(act: () => Result, otherwise: Result): Result {
  try {
    return act();
  } catch {
    return otherwise;
  }
}
