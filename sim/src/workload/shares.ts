/** The item whose share of the whole `u`, in [0, 1), falls into. Shares that miss 1 by a rounding error leave the rest to the last. */
export function atShare<Item extends { readonly share: number }>(items: readonly Item[], u: number): Item {
  let left = u;
  for (const item of items) {
    if (left < item.share) return item;
    left -= item.share;
  }
  const last = items.at(-1);
  if (last === undefined) throw new RangeError('there is nothing to choose from');
  return last;
}
