import { faultNames, isFaultName, type FaultName } from '@legwork/sim';
import { UsageError } from './usage.ts';

/** Faults of the catalogue by their names, each once. @throws UsageError that lists what is allowed. */
export function faultsNamed(typed: readonly string[]): readonly FaultName[] {
  if (typed.includes('all')) return faultNames;
  const names = typed.filter((name) => name !== 'none');
  const unknown = names.filter((name) => !isFaultName(name));
  if (unknown.length > 0)
    throw new UsageError(
      `there is no fault ${unknown.map((name) => `'${name}'`).join(', ')}; allowed are all, none, or some of:\n${faultNames.join(', ')}`,
    );
  return [...new Set(names.filter(isFaultName))];
}
