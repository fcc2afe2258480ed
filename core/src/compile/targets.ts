/** A part of a configuration, as far as targets are concerned. */
interface Part {
  readonly id?: unknown;
  readonly states?: { readonly [name: string]: Part };
}

/** Tells whether a target that stands at a state's path leads to a state: `sibling.child`, `.child`, `#id.child`. */
export const aimFrom = (root: Part): ((path: readonly string[], target: unknown) => boolean) => {
  const ids = new Map(idsIn(root));
  return (path, target) => {
    if (typeof target !== 'string') return target === undefined;
    const [first = '', ...steps] = target.split('.');
    if (first.startsWith('#')) return isIn(ids.get(first.slice(1)), steps);
    if (first === '') return isIn(root, [...path, ...steps]);
    return path.length > 0 && isIn(root, [...path.slice(0, -1), first, ...steps]);
  };
};

const idsIn = (part: Part): readonly (readonly [unknown, Part])[] => [
  ...(part.id === undefined ? [] : [[part.id, part] as const]),
  ...Object.values(part.states ?? {}).flatMap(idsIn),
];

const isIn = (from: Part | undefined, steps: readonly string[]): boolean => {
  let part = from;
  for (const step of steps)
    part = part?.states !== undefined && Object.hasOwn(part.states, step) ? part.states[step] : undefined;
  return part !== undefined;
};
