import { isRecord, own } from '../vocabulary/checks.ts';
import type { Check } from '../vocabulary/checks.ts';

/** One thing that is wrong with a routing. */
export interface RoutingProblem {
  /** Where, as a JSON Pointer (RFC 6901). */
  readonly path: string;
  /** The node that it is about; null outside the nodes. */
  readonly node: string | null;
  /** What is wrong there, as the rest of a sentence: `is missing`. */
  readonly problem: string;
  /** What would be right, where that can be said. */
  readonly allowed?: string;
}

/** A place in the data that is being read. */
export interface Place {
  readonly node: string | null;
  readonly inside: (key: string | number) => Place;
  /** This place as that of a node. */
  readonly ofNode: (node: string) => Place;
  /** Notes a problem here. Gives null, which is what parsing gives where it fails. */
  readonly tell: (problem: string, allowed?: string) => null;
}

/** Makes a `Type` of what is found at a place; undefined stands for nothing. Where it cannot, it tells everything that is wrong there. */
export type Parse<Type> = (value: unknown, at: Place) => Type | null;

/** The place of the data as a whole. What is told there or inside is added to `problems`. */
export const top = (problems: RoutingProblem[]): Place => placeAt('', null, problems);

/** A value that needs no more than a check. */
export const scalar =
  <Type>(check: Check<Type>): Parse<Type> =>
  (value, at) => {
    const wrong = check(value);
    return wrong === null ? (value as Type) : at.tell(found(value), wrong.allowed);
  };

/** A field that may be left out, and what it means then. */
export const orElse =
  <Type>(otherwise: Type, parse: Parse<Type>): Parse<Type> =>
  (value, at) =>
    value === undefined ? otherwise : parse(value, at);

/** An object of these fields and no others. */
export const object =
  <Type extends object>(fields: { readonly [Key in keyof Type]-?: Parse<Type[Key]> }): Parse<Type> =>
  (value, at) => {
    if (!isRecord(value)) return at.tell(found(value), 'an object');
    const strangers = Object.keys(value).filter((key) => !Object.hasOwn(fields, key));
    for (const key of strangers) at.inside(key).tell('is unknown', `one of ${Object.keys(fields).join(', ')}`);
    const parts = Object.entries<Parse<unknown>>(fields).map(
      ([key, parse]) => [key, parse(own(value, key), at.inside(key))] as const,
    );
    return strangers.length === 0 ? (whole(parts) as Type | null) : null;
  };

/** An object of any names, at most `most`, each for an entry. */
export const dictionary =
  <Name extends string, Entry>(
    name: Check<Name>,
    most: number,
    entry: (name: Name) => Parse<Entry>,
  ): Parse<Readonly<Record<Name, Entry>>> =>
  (value, at) => {
    if (!isRecord(value)) return at.tell(found(value), 'an object');
    const keys = Object.keys(value);
    if (keys.length > most) return at.tell(`has ${keys.length} entries`, `at most ${most}`);
    const parts = keys.map((key) => {
      const wrong = name(key);
      const here = at.inside(key);
      return [
        key,
        wrong === null ? entry(key as Name)(own(value, key), here) : here.tell('is no name', wrong.allowed),
      ] as const;
    });
    return whole(parts) as Readonly<Record<Name, Entry>> | null;
  };

/** A list of `least` to `most` items. `clash`, where given, says what is wrong with an item beside an earlier one; null: nothing. */
export const list =
  <Item>(
    least: number,
    most: number,
    parse: Parse<Item>,
    clash?: (item: Item, earlier: Item) => string | null,
  ): Parse<readonly Item[]> =>
  (value, at) => {
    if (!Array.isArray(value)) return at.tell(found(value), 'a list');
    if (value.length < least || value.length > most) return at.tell(`has ${value.length} items`, `${least} to ${most}`);
    const items: Item[] = [];
    for (let index = 0; index < value.length; index += 1) {
      const here = at.inside(index);
      const item = parse(own(value, index), here);
      if (item === null) continue;
      const clashes = clash === undefined ? null : firstOf(items, (earlier) => clash(item, earlier));
      if (clashes === null) items.push(item);
      else here.tell(clashes);
    }
    return items.length === value.length ? items : null;
  };

/** For lists in which nothing may be there twice. */
export const twice = (item: string, earlier: string): string | null => (item === earlier ? 'is there twice' : null);

/** What is found, as the rest of a sentence. */
export function found(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (typeof value === 'string') return `is ${JSON.stringify(value.slice(0, 64))}`;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return `is ${String(value)}`;
  if (Array.isArray(value)) return 'is a list';
  return typeof value === 'object' ? 'is an object' : 'is no JSON';
}

function firstOf<Item>(items: readonly Item[], problemWith: (item: Item) => string | null): string | null {
  for (const item of items) {
    const problem = problemWith(item);
    if (problem !== null) return problem;
  }
  return null;
}

/** All parts under their keys; null where one could not be made. */
const whole = (parts: readonly (readonly [string, unknown])[]): object | null =>
  parts.some(([, part]) => part === null) ? null : Object.fromEntries(parts);

function placeAt(path: string, node: string | null, problems: RoutingProblem[]): Place {
  return {
    node,
    inside: (key) => placeAt(`${path}/${escaped(key)}`, node, problems),
    ofNode: (id) => placeAt(path, id, problems),
    tell: (problem, allowed) => {
      problems.push({ path, node, problem, ...(allowed !== undefined && { allowed }) });
      return null;
    },
  };
}

const escaped = (key: string | number): string => String(key).replaceAll('~', '~0').replaceAll('/', '~1');
