/**
 * Users with waiting albums, per priority, found by jumping from one to the next in the index: what it costs depends on
 * how many users wait, not on how many albums. The row with user NULL stands for albums nobody asked for; the one with ''
 * only begins the search. `priorities` is a list of rows, `since` the beginning of the last hour.
 */
export const turnTakers = (since: string, priorities: string): string => `
asker(priority, user) AS (
  SELECT column1, '' FROM (VALUES ${priorities})
  UNION ALL
  SELECT asker.priority, (
    SELECT min(requested_by_user_id) FROM download_queue INDEXED BY download_queue_turn
    WHERE status = 'PENDING' AND content_type = 'ALBUM' AND priority = asker.priority AND requested_by_user_id > asker.user)
  FROM asker WHERE asker.user IS NOT NULL),
taker(priority, user, started) AS (
  SELECT asker.priority, asker.user, (
    SELECT count(*) FROM download_queue INDEXED BY download_queue_started_album
    WHERE content_type = 'ALBUM' AND requested_by_user_id IS asker.user AND started_at > ${since})
  FROM asker WHERE asker.user IS NOT '')`;
