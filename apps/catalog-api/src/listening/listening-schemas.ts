import { boolean, integer, listOf, nullable, objectOf, text } from '@pezzottify/http-edge';

/** The answers of section 4.3 of the HTTP contract, and those of listening in section 6.4. */

export const RECORDED = objectOf({ id: integer, created: boolean });

export const SUMMARY = objectOf({
  user_id: integer,
  total_plays: integer,
  total_duration_seconds: integer,
  completed_plays: integer,
  unique_tracks: integer,
});

export const HISTORY = listOf(
  objectOf({ track_id: text, last_played_at: integer, play_count: integer, total_duration_seconds: integer }),
);

export const PLAYS = listOf(
  objectOf({
    id: integer,
    user_id: integer,
    track_id: text,
    session_id: nullable(text),
    started_at: integer,
    ended_at: nullable(integer),
    duration_seconds: integer,
    track_duration_seconds: integer,
    completed: boolean,
    seek_count: integer,
    pause_count: integer,
    playback_context: nullable(text),
    client_type: nullable(text),
    date: integer,
  }),
);

export const DAILY = listOf(
  objectOf({
    date: integer,
    total_plays: integer,
    total_duration_seconds: integer,
    completed_plays: integer,
    unique_users: integer,
    unique_tracks: integer,
  }),
);

export const TRACK_STATS = objectOf({
  track_id: text,
  play_count: integer,
  total_duration_seconds: integer,
  completed_count: integer,
  unique_listeners: integer,
});
