import { openChoices, type StringeeOpenFacts } from '@legwork/sim/twins/stringee';
import { UsageError } from './usage.ts';

const choices: readonly (readonly [name: string, values: readonly (string | boolean)[]])[] =
  Object.entries(openChoices);

/** Every choice by name, the usual one first. */
const openFactsText = choices.map(([name, values]) => `  ${name}=${values.join('|')}`).join('\n');

/** What is chosen as `name=value`. @throws UsageError that lists what can be. */
export const openFactsIn = (typed: readonly string[]): Partial<StringeeOpenFacts> =>
  Object.fromEntries(typed.map(factIn)) as Partial<StringeeOpenFacts>;

function factIn(typed: string): readonly [string, string | boolean] {
  const [named = '', wanted] = typed.split('=', 2);
  const [name, values = []] = choices.find(([one]) => one === named) ?? [];
  const value = values.find((one) => String(one) === wanted);
  if (name === undefined || value === undefined)
    throw new UsageError(`'${typed}' cannot be chosen; what can is:\n${openFactsText}`);
  return [name, value];
}
