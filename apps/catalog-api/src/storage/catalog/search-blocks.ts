/** What can be searched for; the words are those of the filters and of the stored rows. */
export const SEARCH_TYPES = ['artist', 'album', 'track'] as const;
export type SearchType = (typeof SEARCH_TYPES)[number];

const BLOCK_ROWS = 2 ** 40;

/**
 * The row ids of each type: a block of its own. A full-text index returns rows by row id and knows no other order; with
 * blocks its answer can be limited per type, or the tracks of a large catalog would leave no room for artists and albums.
 */
export const blockOf = (type: SearchType): { first: number; last: number } => {
  const first = SEARCH_TYPES.indexOf(type) * BLOCK_ROWS + 1;
  return { first, last: first + BLOCK_ROWS - 1 };
};

/** The type whose block has this row. */
export const typeOfRow = (rowId: number): SearchType => {
  const type = SEARCH_TYPES[Math.floor((rowId - 1) / BLOCK_ROWS)];
  if (type === undefined) throw new RangeError(`row ${rowId} of the search index is in no block`);
  return type;
};
