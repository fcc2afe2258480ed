/** Where a value is inside plain data: the keys that lead to it, from the outside in. */
export type Path = readonly string[];

/** Every place in plain data, the whole of it first. */
export function pathsOf(data: unknown, at: Path = []): readonly Path[] {
  if (typeof data !== 'object' || data === null) return [at];
  return [at, ...Object.entries(data).flatMap(([key, value]) => pathsOf(value, [...at, key]))];
}

/** What is at that place; undefined where nothing is. */
export function valueAt(data: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return data;
  return isObject(data) ? valueAt(data[key], rest) : undefined;
}

/** A copy of plain data with another value at that place; undefined takes the place out. Where there is no such place, the data as it is. */
export function withValueAt(data: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (!isObject(data)) return data;
  const copy: Record<string, unknown> = Array.isArray(data) ? Object.assign([], data) : { ...data };
  if (rest.length === 0 && value === undefined) delete copy[key];
  else copy[key] = withValueAt(copy[key], rest, value);
  return copy;
}

const isObject = (data: unknown): data is Record<string, unknown> => typeof data === 'object' && data !== null;
