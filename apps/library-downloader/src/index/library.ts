import { type AlbumType } from '@pezzottify/contracts';
import { type PictureFacts, type Skip } from '../scan/known-file.js';
import { type CreditRole } from './credits.js';
import { type SearchIndex } from './search-index.js';

export interface ArtistEntry {
  id: string;
  name: string;
  genres: readonly string[];
  portraits: readonly PictureFacts[];
  /** Albums of their own; without any, the albums they appear on. Oldest first. */
  albumIds: readonly string[];
}

export interface DiscEntry {
  number: number;
  name: string | null;
  trackIds: readonly string[];
}

export interface AlbumEntry {
  id: string;
  name: string;
  type: AlbumType;
  artistIds: readonly string[];
  artistName: string;
  label: string | null;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  date: string | null;
  genres: readonly string[];
  covers: readonly PictureFacts[];
  discs: readonly DiscEntry[];
}

export interface CreditEntry {
  artistId: string;
  name: string;
  role: CreditRole;
}

export interface TrackEntry {
  id: string;
  name: string;
  versionTitle: string | null;
  albumId: string;
  disc: number;
  number: number;
  durationMs: number;
  credits: readonly CreditEntry[];
  isExplicit: boolean;
  hasLyrics: boolean;
  language: string | null;
  path: string;
  contentType: string;
}

/** Where the bytes of a picture are: a file of their own, or inside an audio file. */
export interface PictureSource extends PictureFacts {
  path: string;
  isEmbedded: boolean;
}

export interface SkippedFile extends Skip {
  path: string;
}

/** Everything the service can answer, as of one scan. It is replaced as a whole and never changed. */
export interface Library {
  artists: ReadonlyMap<string, ArtistEntry>;
  albums: ReadonlyMap<string, AlbumEntry>;
  tracks: ReadonlyMap<string, TrackEntry>;
  pictures: ReadonlyMap<string, PictureSource>;
  /** By path. */
  skipped: readonly SkippedFile[];
  search: SearchIndex;
}
