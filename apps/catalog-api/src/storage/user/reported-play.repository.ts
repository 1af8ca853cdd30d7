import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

/** One play as it is reported; null: not said. Instants in unix seconds, `date` as YYYYMMDD. */
export interface ReportedPlay {
  readonly trackId: string;
  readonly sessionId: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly durationSeconds: number;
  readonly trackDurationSeconds: number;
  readonly isCompleted: boolean;
  readonly seekCount: number | null;
  readonly pauseCount: number | null;
  readonly playbackContext: string | null;
  readonly clientType: string | null;
}

export interface StoredPlay {
  readonly id: number;
  readonly endedAt: number | null;
  readonly clientType: string | null;
}

/** When the play that has been reported under this session id ended; null when it has not, or there is none. */
export async function endOfPlay(reader: Reader, userId: number, sessionId: string): Promise<number | null> {
  const sql = 'SELECT ended_at AS endedAt FROM listening_events WHERE user_id = ? AND session_id = ?';
  return (await reader.get<{ endedAt: number | null }>(sql, [userId, sessionId]))?.endedAt ?? null;
}

const DATE_OF = (instant: string): string => `CAST(strftime('%Y%m%d', ${instant}, 'unixepoch') AS INTEGER)`;

/** What a later report does not say stays as an earlier one said it: an end that has come does not go away again. */
const UPSERT = `INSERT INTO listening_events (user_id, track_id, session_id, started_at, ended_at, duration_seconds,
    track_duration_seconds, completed, seek_count, pause_count, playback_context, client_type, date, created)
  VALUES (?1, ?2, ?3, coalesce(?4, ?12), ?5, ?6, ?7, ?8, coalesce(?9, 0), coalesce(?10, 0), ?11, ?13,
    ${DATE_OF('coalesce(?4, ?12)')}, ?12)
  ON CONFLICT (user_id, session_id) WHERE session_id IS NOT NULL DO UPDATE SET
    track_id = excluded.track_id,
    started_at = coalesce(?4, started_at),
    ended_at = coalesce(excluded.ended_at, ended_at),
    duration_seconds = excluded.duration_seconds,
    track_duration_seconds = excluded.track_duration_seconds,
    completed = excluded.completed,
    seek_count = coalesce(?9, seek_count),
    pause_count = coalesce(?10, pause_count),
    playback_context = coalesce(excluded.playback_context, playback_context),
    client_type = coalesce(excluded.client_type, client_type),
    date = ${DATE_OF('coalesce(?4, started_at)')}
  RETURNING id, ended_at AS endedAt, client_type AS clientType`;

/** Inserts the play, or updates the one this user has reported under the same session id. */
export async function upsertPlay(
  tx: WriteTransaction,
  userId: number,
  play: ReportedPlay,
  now: number,
): Promise<StoredPlay> {
  const row = await tx.get<StoredPlay>(UPSERT, [
    userId,
    play.trackId,
    play.sessionId,
    play.startedAt,
    play.endedAt,
    play.durationSeconds,
    play.trackDurationSeconds,
    Number(play.isCompleted),
    play.seekCount,
    play.pauseCount,
    play.playbackContext,
    now,
    play.clientType,
  ]);
  if (!row) throw new Error('the play was neither inserted nor updated');
  return row;
}
