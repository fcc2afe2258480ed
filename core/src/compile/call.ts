/** A guard or an action as a configuration calls it: its name, and its literal parameters. */
export interface Callee {
  readonly name: string;
  readonly params: unknown;
}

/** What a configuration calls there; null where it is no name, or comes with parameters that are not literal. */
export const callOf = (called: unknown): Callee | null => {
  if (typeof called === 'string') return { name: called, params: undefined };
  if (typeof called !== 'object' || called === null) return null;
  const { type, params, ...rest } = called as { readonly [key: string]: unknown };
  if (typeof type !== 'string' || Object.keys(rest).length > 0) return null;
  return params === undefined || isLiteral(params) ? { name: type, params } : null;
};

/** Callees with the same key do the same. */
export const keyOf = ({ name, params }: Callee): string => JSON.stringify([name, params]);

/** The value is told apart from every other by its JSON. */
const isLiteral = (value: unknown): boolean => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (Array.isArray(value)) return value.every(isLiteral);
  return isPlain(value) && Object.values(value).every(isLiteral);
};
const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** In a few words, for a report. XState's own guards and actions are functions too. */
export const described = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return `a function (${'type' in value ? String(value.type) : value.name})`;
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'function' ? described(part) : part));
};
