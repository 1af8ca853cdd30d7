/** A page of at most `limit` rows, of `found`, for which one more was asked; `last` is its last row where more follow. */
export function cutPage<Row>(found: readonly Row[], limit: number): { rows: Row[]; last: Row | undefined } {
  const rows = found.slice(0, limit);
  return { rows, last: found.length > limit ? rows.at(-1) : undefined };
}
