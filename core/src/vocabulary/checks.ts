/** Checks of data from outside, made of smaller checks: they read what is there, change nothing, and say what would have been right. */

/** The first thing that is wrong: where it is (`by.role`, `legs[2].native`, empty for the value itself), and what is allowed there. */
export interface Wrong {
  readonly field: string;
  readonly allowed: string;
}

/**
 * Finds what keeps a value from being a `Type`; null where nothing does.
 * Stands for exactly that type: a check that admits fewer words than the type has does not compile where the type is asked for.
 */
export interface Check<in out Type> {
  (value: unknown): Wrong | null;
  /** Never there; it ties the check to the type. */
  readonly type?: Type;
}

/** Marks a field that may be left out. A field that is there and `undefined` was not left out. */
export interface Optional<in out Type> {
  readonly optional: Check<Type>;
}

/** A check for each field, optional exactly where the type says so; adding a field to the type without one here does not compile. */
export type Fields<Type, Tag extends string = never> = {
  readonly [Key in Exclude<keyof Type, Tag>]-?: object extends Pick<Type, Key>
    ? Optional<Exclude<Type[Key], undefined>>
    : Check<Type[Key]>;
};

/** Text of `least` to `most` UTF-16 units. */
export const text = <Type extends string>(least: number, most: number): Check<Type> =>
  value(
    `text of ${least} to ${most} characters`,
    (it) => typeof it === 'string' && it.length >= least && it.length <= most,
  );

const control = /\p{Cc}/u;

/** Text of 1 to 128 characters, none of them a control character: nothing that could break a line of a protocol or of a log. */
export const label = <Type extends string>(): Check<Type> =>
  value(
    'text of 1 to 128 characters without control characters',
    (it) => typeof it === 'string' && it.length >= 1 && it.length <= 128 && !control.test(it),
  );

/** Text that matches a pattern; `allowed` says in words which. */
export const pattern = (allowed: string, matches: RegExp): Check<string> =>
  value(allowed, (it) => typeof it === 'string' && matches.test(it));

/** One of a closed list of words. The list alone says what the type is, so that a word missing from it does not compile. */
export const oneOf = <const Word extends string>(words: readonly Word[]): Check<NoInfer<Word>> =>
  value(`one of ${words.join(', ')}`, (it) => words.some((word) => word === it));

export const integer = (least: number, most: number): Check<number> =>
  value(
    `an integer from ${least} to ${most}`,
    (it) => Number.isInteger(it) && (it as number) >= least && (it as number) <= most,
  );

export const flag: Check<boolean> = value('true or false', (it) => typeof it === 'boolean');

export const optional = <Type>(check: Check<Type>): Optional<Type> => ({ optional: check });

export const nullable =
  <Type>(check: Check<Type>): Check<Type | null> =>
  (it) =>
    it === null ? null : check(it);

/** An array of `least` to `most` items. */
export const list = <Item>(item: Check<Item>, least: number, most: number): Check<readonly Item[]> => {
  const notList = { field: '', allowed: `a list of ${least} to ${most}` };
  return (it) => {
    if (!Array.isArray(it) || it.length < least || it.length > most) return notList;
    for (let index = 0; index < it.length; index += 1) {
      const wrong = item(own(it, index));
      if (wrong !== null) return within(`[${index}]`, wrong);
    }
    return null;
  };
};

/** An object with these fields and no others. */
export const record = <Type extends object>(fields: Fields<Type>): Check<Type> => {
  const check = fieldsOf(fields, []);
  return (it) => (isRecord(it) ? check(it) : notObject);
};

/** One shape for each word that the field `tag` can hold. */
export const variants = <Tag extends string, Union extends { readonly [Key in Tag]: string }>(
  tag: Tag,
  shapes: { readonly [Word in Union[Tag]]: Fields<Extract<Union, { readonly [Key in Tag]: Word }>, Tag> },
): Check<Union> => {
  const words = Object.keys(shapes);
  const unknown = { field: tag, allowed: `one of ${words.join(', ')}` };
  const checks = new Map<unknown, (it: object) => Wrong | null>(
    Object.entries<object>(shapes).map(([word, fields]) => [word, fieldsOf(fields, [tag])]),
  );
  return (it) => {
    if (!isRecord(it)) return notObject;
    const check = checks.get(own(it, tag));
    return check === undefined ? unknown : check(it);
  };
};

/** What an object holds itself under that key; what it inherits does not count. */
export const own = (object: object, key: string | number): unknown =>
  Object.hasOwn(object, key) ? (Reflect.get(object, key) as unknown) : undefined;

/** True for an object that is not an array. */
export const isRecord = (it: unknown): it is object => typeof it === 'object' && it !== null && !Array.isArray(it);

const notObject: Wrong = { field: '', allowed: 'an object' };

function value<Type>(allowed: string, is: (it: unknown) => boolean): Check<Type> {
  const wrong = { field: '', allowed };
  return (it) => (is(it) ? null : wrong);
}

/** Checks the fields in the order of the table, then looks for others. `tags` are fields that were checked already. */
function fieldsOf(fields: object, tags: readonly string[]): (it: object) => Wrong | null {
  const checks = Object.entries(fields as Readonly<Record<string, Check<unknown> | Optional<unknown>>>).map(
    ([key, field]) => ({
      key,
      needed: !('optional' in field),
      check: 'optional' in field ? field.optional : field,
    }),
  );
  const known = new Set([...tags, ...checks.map(({ key }) => key)]);
  const allowed = `nothing: the fields are ${[...known].join(', ')}`;
  return (it) => {
    for (const { key, needed, check } of checks) {
      // What is left out is not there: whoever reads the field later would find what it inherits.
      if (!needed && !(key in it)) continue;
      const wrong = check(own(it, key));
      if (wrong !== null) return within(key, wrong);
    }
    const stranger = Object.keys(it).find((key) => !known.has(key));
    return stranger === undefined ? null : { field: stranger.slice(0, 64), allowed };
  };
}

function within(key: string, { field, allowed }: Wrong): Wrong {
  const dot = field === '' || field.startsWith('[') ? '' : '.';
  return { field: `${key}${dot}${field}`, allowed };
}
