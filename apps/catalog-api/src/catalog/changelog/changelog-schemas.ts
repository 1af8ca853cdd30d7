import { boolean, integer, listOf, nullable, objectOf, text, wordOf } from '@pezzottify/http-edge';

/** The answers of the changelog, as sections 3.5 and 6.5 of the HTTP contract give them. */

export const BATCH = objectOf({
  id: text,
  name: text,
  description: nullable(text),
  is_open: boolean,
  created_at: integer,
  closed_at: nullable(integer),
  last_activity_at: integer,
});

export const CHANGE = objectOf({
  id: integer,
  batch_id: text,
  entity_type: wordOf(['Artist', 'Album', 'Track', 'Image']),
  entity_id: text,
  operation: wordOf(['Create', 'Update', 'Delete']),
  field_changes: { type: 'object', description: 'By field: {"old": …, "new": …}', additionalProperties: true },
  entity_snapshot: { type: 'object', description: 'The entity after the change, or before it was deleted' },
  display_summary: nullable(text),
  created_at: integer,
});

const NAMED = listOf(objectOf({ id: text, name: text }));
const LISTED = objectOf({ added: NAMED, updated_count: integer, deleted: NAMED });

export const WHATS_NEW = objectOf({
  batches: listOf(
    objectOf({
      id: text,
      name: text,
      description: nullable(text),
      closed_at: integer,
      summary: objectOf({
        artists: LISTED,
        albums: LISTED,
        tracks: objectOf({ added_count: integer, updated_count: integer, deleted_count: integer }),
        images: LISTED,
      }),
    }),
  ),
});
