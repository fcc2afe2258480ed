import { assertNever } from '@legwork/core';
import { z } from 'zod';

/** A number within bounds, both included; whoever writes another is told them. */
export function numberFrom(from: number, to: number) {
  const error = allowing(`a number from ${from} to ${to}`);
  return z.number({ error }).min(from, { error }).max(to, { error });
}

/** A whole number within bounds, both included. */
export function wholeNumberFrom(from: number, to: number = Number.MAX_SAFE_INTEGER) {
  const error = allowing(`a whole number from ${from} ${to === Number.MAX_SAFE_INTEGER ? 'up' : `to ${to}`}`);
  return z.int({ error }).min(from, { error }).max(to, { error });
}

/** What is wrong in words, wherever the schema does not say it itself; for Zod as the `error` of a check. */
export function inWords(issue: Issue): string | undefined {
  const allowed = allowedBy(issue);
  return allowed === undefined ? undefined : allowing(allowed)(issue);
}

type Issue = z.core.$ZodRawIssue;

const allowing =
  (allowed: string) =>
  ({ input }: Pick<Issue, 'input'>): string =>
    input === undefined ? `is missing; ${allowed} is expected` : `is ${shown(input)}; allowed is ${allowed}`;

function allowedBy(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return kindOf(issue.expected, issue.input);
    case 'too_small':
      return sized(issue, `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`);
    case 'too_big':
      return sized(issue, `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`);
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return undefined;
    default:
      return assertNever(issue);
  }
}

function kindOf(expected: string, input: unknown): string {
  switch (expected) {
    case 'string':
      // What YAML takes for a number, a truth or nothing at all may have been meant as it was written.
      return input === undefined || typeof input === 'object' ? 'text' : 'text: put it in quotes';
    case 'number':
      return 'a number';
    case 'int':
      return 'a whole number';
    case 'array':
    case 'tuple':
      return 'a list';
    case 'object':
    case 'record':
      return 'a map of keys to values';
    default:
      return expected;
  }
}

function sized(issue: { readonly origin: string }, bound: string): string {
  if (issue.origin === 'array') return `a list of length ${bound}`;
  return issue.origin === 'string' ? `text of length ${bound}` : bound;
}

/** A value as somebody wrote it, as far as it is short. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === null) return 'nothing';
  if (typeof value === 'object') return 'a map';
  // JSON has no NaN and no infinity; YAML has.
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.length > 40 ? `text of ${value.length} characters` : JSON.stringify(value);
}
