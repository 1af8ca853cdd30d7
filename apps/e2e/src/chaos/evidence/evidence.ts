import { type ScriptedAlbum } from '../script/albums.js';
import { type Wish } from '../script/person.js';

/** Rows as they stand in the databases, under their own names. */
export interface QueueRow {
  readonly id: string;
  readonly parent_id: string | null;
  readonly status: string;
  readonly content_type: string;
  readonly content_id: string;
  readonly request_source: string;
  readonly requested_by_user_id: string | null;
  readonly completed_at: number | null;
  readonly expanded_at: number | null;
  readonly retry_count: number;
  readonly max_retries: number;
  readonly error_type: string | null;
  readonly error_message: string | null;
  readonly bytes_downloaded: number | null;
  readonly processing_duration_ms: number | null;
  readonly lease_token: string | null;
}

export interface AuditRow {
  readonly event_type: string;
  readonly queue_item_id: string | null;
  readonly user_id: string | null;
}

export interface ParticipantRow {
  readonly queue_item_id: string;
  readonly user_id: string;
}

export interface QueueEvidence {
  readonly items: readonly QueueRow[];
  readonly participants: readonly ParticipantRow[];
  readonly audit: readonly AuditRow[];
}

export interface CatalogEvidence {
  readonly albums: readonly { readonly id: string }[];
  readonly tracks: readonly { id: string; album_id: string; audio_uri: string; format: string }[];
  readonly images: readonly { readonly id: string; readonly uri: string }[];
  readonly created: readonly { readonly entity: string; readonly times: number }[];
}

export interface ToldEvidence {
  /** In the order in which each user got them. */
  readonly events: readonly {
    user_id: number;
    seq: number;
    event_type: string;
    request_id: string | null;
    status: string | null;
  }[];
  readonly notifications: readonly { readonly user_id: number; readonly request_id: string }[];
}

/** What the public API says when all has come to rest. */
export interface Figures {
  readonly stats: {
    queue: Record<'pending' | 'in_progress' | 'retry_waiting' | 'completed_today' | 'failed_today', number>;
    capacity: { albums_this_hour: number; albums_today: number };
    processing: { average_duration_ms: number | null; success_rate_percent: number | null };
  };
  readonly history: Record<'total_albums' | 'total_tracks' | 'total_images' | 'total_bytes' | 'total_failures', number>;
  readonly activity: { readonly totals: { albums: number; tracks: number; bytes: number } };
}

export interface OfferedAlbum extends ScriptedAlbum {
  readonly trackIds: readonly string[];
  readonly imageIds: readonly string[];
}

/** Everything that is known of a system after the chaos, for checks that need nothing else. */
export interface Evidence {
  readonly wishes: readonly Wish[];
  readonly albums: readonly OfferedAlbum[];
  readonly queue: QueueEvidence;
  readonly figures: Figures;
  /** Unix seconds at which the figures were asked for. */
  readonly figuresAt: number;
  readonly catalog: CatalogEvidence;
  readonly told: ToldEvidence;
  /** SHA-256 of each file below the media root, by its path. */
  readonly files: ReadonlyMap<string, string>;
  /** SHA-256 of what the provider serves, by the id of the track or image. */
  readonly provided: ReadonlyMap<string, string>;
}
