import { type Reader } from '@pezzottify/persistence';

/** Unix seconds, the first inclusive, the last not. */
export interface Span {
  readonly from: number;
  readonly before: number;
}

/** As the API shows it. */
export interface ListeningSummary {
  readonly user_id: number;
  readonly total_plays: number;
  readonly total_duration_seconds: number;
  readonly completed_plays: number;
  readonly unique_tracks: number;
}

const summaryOf = (whose: string): string => `SELECT u.id AS user_id, count(e.id) AS total_plays,
    coalesce(sum(e.duration_seconds), 0) AS total_duration_seconds, coalesce(sum(e.completed), 0) AS completed_plays,
    count(DISTINCT e.track_id) AS unique_tracks
  FROM user u LEFT JOIN listening_events e ON e.user_id = u.id AND e.started_at >= ?2 AND e.started_at < ?3
  WHERE ${whose} GROUP BY u.id`;
const SUMMARY_BY_ID = summaryOf('u.id = ?1');
const SUMMARY_BY_HANDLE = summaryOf('u.handle = ?1');

/** Undefined when there is no such user. */
export const listeningSummary = (
  reader: Reader,
  user: number | string,
  { from, before }: Span,
): Promise<ListeningSummary | undefined> =>
  reader.get(typeof user === 'number' ? SUMMARY_BY_ID : SUMMARY_BY_HANDLE, [user, from, before]);

export interface HeardTrack {
  readonly track_id: string;
  readonly last_played_at: number;
  readonly play_count: number;
  readonly total_duration_seconds: number;
}

const HISTORY = `SELECT track_id, max(started_at) AS last_played_at, count(*) AS play_count,
    sum(duration_seconds) AS total_duration_seconds
  FROM listening_events WHERE user_id = ? GROUP BY track_id ORDER BY last_played_at DESC, track_id LIMIT ?`;

/** One per track, the last played first. */
export const listeningHistory = (reader: Reader, userId: number, limit: number): Promise<HeardTrack[]> =>
  reader.all(HISTORY, [userId, limit]);

export interface Play {
  readonly id: number;
  readonly user_id: number;
  readonly track_id: string;
  readonly session_id: string | null;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly duration_seconds: number;
  readonly track_duration_seconds: number;
  readonly completed: boolean;
  readonly seek_count: number;
  readonly pause_count: number;
  readonly playback_context: string | null;
  readonly client_type: string | null;
  readonly date: number;
}

const PLAYS = `SELECT id, user_id, track_id, session_id, started_at, ended_at, duration_seconds, track_duration_seconds,
    completed, seek_count, pause_count, playback_context, client_type, date
  FROM listening_events WHERE user_id = ? AND started_at >= ? AND started_at < ?
  ORDER BY started_at DESC, id DESC LIMIT ? OFFSET ?`;

/** The last started first. */
export async function listPlays(
  reader: Reader,
  userId: number,
  { from, before }: Span,
  { limit, offset }: { limit: number; offset: number },
): Promise<Play[]> {
  const rows = await reader.all<Omit<Play, 'completed'> & { completed: number }>(PLAYS, [
    userId,
    from,
    before,
    limit,
    offset,
  ]);
  return rows.map((row) => ({ ...row, completed: row.completed === 1 }));
}
