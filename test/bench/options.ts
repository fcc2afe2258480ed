import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { figureNames, type Extent, type FigureName } from './figure.ts';

export interface Options extends Extent {
  readonly only: readonly FigureName[];
  readonly isJson: boolean;
  /** Where the JSON is written to. */
  readonly out: string;
}

/** What the bench is asked for; or what is wrong with that. */
export const optionsOf = (args: readonly string[]): Options | string => {
  const values = valuesOf(args[0] === '--' ? args.slice(1) : args);
  if (typeof values === 'string') return values;
  const names = values.only.split(',');
  const only = figureNames.filter((name) => names.includes(name));
  const unknown = names.filter((name) => !figureNames.some((one) => one === name));
  if (unknown.length > 0) return `no such figure: ${unknown.join(', ')}; there are ${figureNames.join(', ')}`;
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < (values.quick ? 1 : 5)) return '--runs is a whole number, at least 5';
  return { runs, isQuick: values.quick, only, isJson: values.json, out: values.out };
};

/** All but the one that takes as long as the others together, and is no speed. */
const byDefault = figureNames.filter((name) => name !== 'statistics');

const valuesOf = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        only: { type: 'string', default: byDefault.join() },
        runs: { type: 'string', default: '5' },
        out: { type: 'string', default: join(import.meta.dirname, '..', '..', '.cache', 'bench', 'bench.json') },
      },
    }).values;
  } catch (error) {
    // Only what was asked for can be wrong here, and the message says what.
    return error instanceof Error ? error.message : String(error);
  }
};
