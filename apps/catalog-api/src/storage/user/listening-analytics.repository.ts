import { type Reader } from '@pezzottify/persistence';
import { type Days } from '../../utc-days.js';

/** What everybody heard on one day, as the API shows it. */
export interface DailyListening {
  readonly date: number;
  readonly total_plays: number;
  readonly total_duration_seconds: number;
  readonly completed_plays: number;
  readonly unique_users: number;
  readonly unique_tracks: number;
}

const DAILY = `SELECT date, count(*) AS total_plays, sum(duration_seconds) AS total_duration_seconds,
    sum(completed) AS completed_plays, count(DISTINCT user_id) AS unique_users, count(DISTINCT track_id) AS unique_tracks
  FROM listening_events WHERE date BETWEEN ? AND ? GROUP BY date ORDER BY date DESC`;

/** Newest first; days without plays are absent. */
export const dailyListening = (reader: Reader, { firstDate, lastDate }: Days): Promise<DailyListening[]> =>
  reader.all(DAILY, [firstDate, lastDate]);

export interface TrackStats {
  readonly track_id: string;
  readonly play_count: number;
  readonly total_duration_seconds: number;
  readonly completed_count: number;
  readonly unique_listeners: number;
}

const STATS = `count(*) AS play_count, coalesce(sum(duration_seconds), 0) AS total_duration_seconds,
  coalesce(sum(completed), 0) AS completed_count, count(DISTINCT user_id) AS unique_listeners`;

const TOP = `SELECT track_id, ${STATS} FROM listening_events WHERE date BETWEEN ? AND ?
  GROUP BY track_id ORDER BY play_count DESC, track_id LIMIT ?`;

/** The most played first. */
export const topTracks = (reader: Reader, { firstDate, lastDate }: Days, limit: number): Promise<TrackStats[]> =>
  reader.all(TOP, [firstDate, lastDate, limit]);

const OF_TRACK = `SELECT ?1 AS track_id, ${STATS} FROM listening_events WHERE track_id = ?1 AND date BETWEEN ?2 AND ?3`;

/** Zeros for a track nobody has heard, or nobody knows. */
export async function trackStats(reader: Reader, trackId: string, { firstDate, lastDate }: Days): Promise<TrackStats> {
  const row = await reader.get<TrackStats>(OF_TRACK, [trackId, firstDate, lastDate]);
  if (!row) throw new Error('an aggregate without GROUP BY gave no row');
  return row;
}
