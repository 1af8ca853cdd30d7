export { ProviderError } from './provider.errors.js';

/** What people search for; an artist or an album as the provider lists it. */
export interface ProviderHit {
  id: string;
  name: string;
  /** Names joined with `, `; null where the provider names none. */
  artistName: string | null;
  /** An absolute http(s) url for the browser. The server never requests it. */
  imageUrl: string | null;
  year: number | null;
}

export interface ProviderDiscography {
  artist: ProviderHit;
  /** No id twice, in the provider's order. Can be longer than what one message to the catalog may ask about. */
  albums: ProviderHit[];
}

export interface ProviderImage {
  id: string;
  /** The provider's own word, for example `large`; empty when it said none. */
  size: string;
  width: number;
  height: number;
}

export type ActivityPeriod = { Decade: number } | { Timespan: { start_year: number; end_year: number | null } };

export interface ProviderArtist {
  id: string;
  name: string;
  genres: string[];
  portraits: ProviderImage[];
  /** Never an image that is also among the portraits. */
  portraitGroup: ProviderImage[];
  activityPeriods: ActivityPeriod[];
  relatedIds: string[];
}

export interface ProviderAlbum {
  id: string;
  name: string;
  albumType: string;
  artistIds: string[];
  label: string | null;
  originalTitle: string | null;
  versionTitle: string | null;
  /** Unix seconds; negative before 1970. */
  releaseDate: number | null;
  genres: string[];
  covers: ProviderImage[];
  /** Never an image that is also among the covers. */
  coverGroup: ProviderImage[];
}

export interface ProviderCredit {
  artistId: string;
  name: string | null;
  role: string;
}

export interface ProviderTrack {
  id: string;
  name: string;
  albumId: string;
  discNumber: number;
  trackNumber: number;
  durationMs: number;
  artistIds: string[];
  credits: ProviderCredit[];
  isExplicit: boolean;
  hasLyrics: boolean;
  tags: string[];
  languages: string[];
  originalTitle: string | null;
  versionTitle: string | null;
}

/** A media answer whose bytes are still on their way. Iterating `body` throws {@link ProviderError}s only. */
export interface ProviderMedia {
  /** Lower case, parameters stripped; null when the provider sent none. */
  contentType: string | null;
  contentLength: number | null;
  body: AsyncIterable<Uint8Array>;
  /** Lets go of the connection when the body is not read to its end. */
  discard(): void;
}

export interface ProviderStatus {
  /** `Healthy`, `LoggingIn`, `Booting` or whatever else the provider says. */
  state: string;
  uptimeSeconds: number;
  lastError: string | null;
}

/**
 * The external downloader, behind validation: whatever it sends, callers see these shapes or a {@link ProviderError}.
 * Every method ends early when its signal aborts, then rejecting with the signal's reason.
 */
export interface Provider {
  /** At most 10 s in all, like `discography`. */
  search(query: string, type: ProviderSearchType, signal?: AbortSignal): Promise<ProviderHit[]>;
  /** Ids without details are looked up; an album whose look-up fails or comes too late is left out. */
  discography(artistId: string, signal?: AbortSignal): Promise<ProviderDiscography>;
  artist(artistId: string, signal?: AbortSignal): Promise<ProviderArtist>;
  album(albumId: string, signal?: AbortSignal): Promise<ProviderAlbum>;
  albumTracks(albumId: string, signal?: AbortSignal): Promise<ProviderTrack[]>;
  openAudio(trackId: string, signal?: AbortSignal): Promise<ProviderMedia>;
  openImage(imageId: string, signal?: AbortSignal): Promise<ProviderMedia>;
  /** Answers within 2 s or fails. */
  status(signal?: AbortSignal): Promise<ProviderStatus>;
  /** Resolves when the optional health endpoint answers; for the start-up log only. */
  health(signal?: AbortSignal): Promise<void>;
  /** Lets go of kept connections. */
  close(): Promise<void>;
}

export type ProviderSearchType = 'album' | 'artist';
