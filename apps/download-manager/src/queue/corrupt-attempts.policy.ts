/** Over all items for the same content: never fewer than one item may have by itself. */
const MOST = 10;

/** After so many corrupt arrivals content is given up, until an administrator has it tried again. */
export const mostCorruptAttempts = (maxRetries: number): number => Math.max(MOST, 1 + maxRetries);
