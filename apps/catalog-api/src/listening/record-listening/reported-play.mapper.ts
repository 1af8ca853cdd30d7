import { type ReportedPlay } from '../../storage/user/reported-play.repository.js';
import { type RecordListeningDto } from './record-listening.dto.js';

export const reportedPlay = (body: RecordListeningDto): ReportedPlay => ({
  trackId: body.track_id,
  sessionId: body.session_id ?? null,
  startedAt: body.started_at ?? null,
  endedAt: body.ended_at ?? null,
  durationSeconds: body.duration_seconds,
  trackDurationSeconds: body.track_duration_seconds,
  isCompleted: isCompleted(body.duration_seconds, body.track_duration_seconds),
  seekCount: body.seek_count ?? null,
  pauseCount: body.pause_count ?? null,
  playbackContext: body.playback_context ?? null,
  clientType: body.client_type ?? null,
});

/** At least 90 % of the track. In whole numbers: 0.9 has no exact binary form. */
export const isCompleted = (durationSeconds: number, trackDurationSeconds: number): boolean =>
  trackDurationSeconds > 0 && durationSeconds * 10 >= trackDurationSeconds * 9;
