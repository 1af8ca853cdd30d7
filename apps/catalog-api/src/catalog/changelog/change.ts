/** The entities whose changes are kept, in the order in which one transaction notes them. */
export const ENTITY_KINDS = ['artist', 'album', 'track', 'image'] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

export type Operation = 'create' | 'update' | 'delete';

/** An entity as the API shows it, with its relationship keys. */
export type Snapshot = Readonly<Record<string, unknown>>;

/** By id; an entity that does not exist is missing. */
export type Snapshots = ReadonlyMap<string, Snapshot>;

/** Ids of the entities a write may change. Naming one that stays as it is costs a read and nothing else. */
export type TouchedEntities = Partial<Readonly<Record<EntityKind, readonly string[]>>>;

/** One entry of the changelog. */
export interface Change {
  kind: EntityKind;
  id: string;
  operation: Operation;
  fields: Readonly<Record<string, { old: unknown; new: unknown }>>;
  /** After the change; of a deleted entity before it. */
  snapshot: Snapshot;
  summary: string;
}
