const counted = (...statuses: string[]): string =>
  `count(*) FILTER (WHERE c.status IN (${statuses.map((status) => `'${status}'`).join(', ')}))`;

/** The wire's Progress of the children of `parent`, as JSON text; the four counts sum to the total. */
export const progressOf = (parent: string): string => `(
  SELECT json_object('total_children', count(*), 'completed', ${counted('COMPLETED')},
    'failed', ${counted('FAILED', 'CANCELLED')}, 'pending', ${counted('PENDING', 'RETRY_WAITING')},
    'in_progress', ${counted('IN_PROGRESS')})
  FROM download_queue c WHERE c.parent_id = ${parent})`;

/** JSON list of the users who take part in the request `item`. */
export const participantsOf = (item: string): string => `(
  SELECT json_group_array(p.user_id ORDER BY p.joined_at, p.rowid) FROM download_request_participant p
  WHERE p.queue_item_id = ${item})`;
