/** Records told apart by the fields that a step reads: a tree of fields and their values. */
export interface Classes<Record, Leaf> {
  /** What is known of the records that agree with this one on all that was read; undefined where there are none yet. */
  of(record: Record): Leaf | undefined;
  add(record: Record, reads: readonly string[], leaf: Leaf): void;
}

/** What is read next, and what comes of it. */
type Node<Leaf> = { readonly leaf: Leaf } | { readonly field: string; readonly next: Map<unknown, Node<Leaf>> };

export const createClasses = <Record extends object, Leaf>(): Classes<Record, Leaf> => {
  let root: Node<Leaf> | undefined;
  const grown = (
    node: Node<Leaf> | undefined,
    record: Record,
    [field, ...rest]: readonly string[],
    leaf: Leaf,
  ): Node<Leaf> => {
    if (field === undefined) return { leaf };
    const branch = node ?? { field, next: new Map<unknown, Node<Leaf>>() };
    if (!('next' in branch) || branch.field !== field) throw new Error('what is read next depends on what was read');
    const value = valueIn(record, field);
    branch.next.set(value, grown(branch.next.get(value), record, rest, leaf));
    return branch;
  };
  return {
    of: (record) => {
      let node = root;
      while (node !== undefined && 'next' in node) node = node.next.get(valueIn(record, node.field));
      return node?.leaf;
    },
    add: (record, reads, leaf) => {
      root = grown(root, record, reads, leaf);
    },
  };
};

const valueIn = (record: object, field: string): unknown => {
  const value = (record as { readonly [field: string]: unknown })[field];
  return typeof value === 'object' ? JSON.stringify(value) : value;
};
