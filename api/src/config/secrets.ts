import { isRecord, type Environment } from './environment.ts';

/** What references are looked up in, and who is told of one that leads nowhere. */
export interface ReadSecret {
  readonly environment: Environment;
  readonly readFile: (path: string) => string;
  readonly tell: (path: readonly PropertyKey[], problem: string) => void;
}

/** The same settings with each `{ env: NAME }` and `{ file: path }` replaced by what it stands for; a whole section is never one. */
export const revealed = (
  value: unknown,
  path: readonly PropertyKey[],
  read: ReadSecret,
  around: readonly unknown[] = [],
): unknown => {
  // An alias can lead to what it is a part of.
  if (typeof value === 'object' && around.includes(value)) {
    read.tell(path, 'refers to itself');
    return null;
  }
  const inside = [...around, value];
  if (Array.isArray(value)) return value.map((item: unknown, index) => revealed(item, [...path, index], read, inside));
  if (!isRecord(value)) return value;
  const reference = path.length < 2 ? null : referenceIn(value);
  if (reference !== null) return reveal(reference, path, read);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, revealed(item, [...path, key], read, inside)]),
  );
};

interface Reference {
  readonly kind: 'env' | 'file';
  readonly name: string;
}

const referenceIn = (value: Readonly<Record<string, unknown>>): Reference | null => {
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return null;
  const [kind, name] = entry;
  return (kind === 'env' || kind === 'file') && typeof name === 'string' ? { kind, name } : null;
};

const reveal = ({ kind, name }: Reference, path: readonly PropertyKey[], read: ReadSecret): string => {
  if (kind === 'env') {
    const found = read.environment[name];
    if (found === undefined) read.tell(path, `the variable ${name} is not set`);
    return found ?? '';
  }
  try {
    return read.readFile(name).replace(/\r?\n$/, '');
  } catch {
    read.tell(path, `the file ${name} cannot be read`);
    return '';
  }
};
