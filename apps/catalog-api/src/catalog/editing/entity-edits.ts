import { type AlbumType, type ArtistRole, type ImageSize, type TrackFormat } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type EntityKind } from '../changelog/change.js';

export type ActivityPeriod = { Decade: number } | { Timespan: { start_year: number; end_year: number | null } };

/**
 * What an edit says about an entity: all of it (section 3.8 of the HTTP contract). A nullable field that is missing is
 * null; a relationship key that is missing stays as it is.
 */
export interface ArtistEdit {
  name: string;
  genres: readonly string[];
  activity_periods: readonly ActivityPeriod[];
  display_image_id?: string | null;
}

export interface AlbumEdit {
  name: string;
  album_type: AlbumType;
  label?: string | null;
  /** Wins over `release_date`. */
  date?: number | null;
  release_date?: number | null;
  genres: readonly string[];
  original_title?: string | null;
  version_title?: string | null;
  display_image_id?: string | null;
  artists_ids?: readonly string[];
}

export interface CreditEdit {
  artist_id: string;
  role: ArtistRole;
}

export interface TrackEdit {
  name: string;
  album_id: string;
  disc_number: number;
  track_number: number;
  duration_secs?: number | null;
  is_explicit: boolean;
  audio_uri: string;
  format: TrackFormat;
  tags: readonly string[];
  has_lyrics: boolean;
  /** Wins over `language_of_performance`; one of them is there. */
  languages?: readonly string[];
  language_of_performance?: readonly string[];
  original_title?: string | null;
  version_title?: string | null;
  artists?: readonly CreditEdit[];
}

export interface ImageEdit {
  uri: string;
  size: ImageSize;
  width: number;
  height: number;
}

export interface EntityEdits {
  artist: ArtistEdit;
  album: AlbumEdit;
  track: TrackEdit;
  image: ImageEdit;
}

/** Ids an edit names, which all have to exist. */
export type References = Partial<Readonly<Record<EntityKind, readonly string[]>>>;

/** How the entities of one kind are written. */
export interface EntityRows<Edit> {
  references(edit: Edit): References;
  /** Makes the entity, or replaces the one that has this id. */
  put(tx: WriteTransaction, id: string, edit: Edit): Promise<void>;
}
