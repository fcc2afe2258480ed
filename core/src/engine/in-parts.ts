/** So many items of a list are written at once: a fraction of a millisecond. */
const AT_ONCE = 64;

/** Plain data as JSON, in parts: lists some items at a time, each when its part is asked for; everything else at once, as it is now. */
export const inParts = (data: Readonly<Record<string, unknown>>): Iterable<string> => {
  const members = Object.entries(data).map(
    ([name, value]) => [name, Array.isArray(value) ? (value as readonly unknown[]) : JSON.stringify(value)] as const,
  );
  return (function* written() {
    for (const [n, [name, value]] of members.entries()) {
      yield `${n === 0 ? '{' : ','}${JSON.stringify(name)}:`;
      if (typeof value === 'string') yield value;
      else yield* listInParts(value);
    }
    yield '}';
  })();
};

function* listInParts(items: readonly unknown[]): Generator<string> {
  yield '[';
  for (let n = 0; n < items.length; n += AT_ONCE) {
    const some = JSON.stringify(items.slice(n, n + AT_ONCE)).slice(1, -1);
    yield n === 0 ? some : `,${some}`;
  }
  yield ']';
}
