/** How often an entity was played. */
export interface EntityPlays {
  id: string;
  plays: number;
}

/** The most played, most first. */
export interface PopularContent {
  albums: readonly EntityPlays[];
  artists: readonly EntityPlays[];
}

/** As many of each kind are kept and shown at most. */
export const MAX_POPULAR = 20;
