/** Deals items out in their order: each asker gets up to what it wants before the next one gets any. */
export function shareOut<Asker extends { readonly wanted: number }, Item>(
  items: readonly Item[],
  askers: readonly Asker[],
): (Asker & { readonly items: readonly Item[] })[] {
  let from = 0;
  return askers.map((asker) => {
    const share = items.slice(from, from + asker.wanted);
    from += share.length;
    return { ...asker, items: share };
  });
}
