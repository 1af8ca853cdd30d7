/** Why a file of the library is not served. Shown at GET /skipped, so these words are part of the interface. */
export type SkipReason =
  | 'unsupported_format'
  | 'unknown_container'
  | 'wrong_extension'
  | 'broken'
  | 'empty'
  | 'unreadable'
  | 'name_not_utf8'
  | 'symbolic_link'
  | 'broken_image'
  | 'too_large'
  | 'duplicate';

export interface Skip {
  reason: SkipReason;
  message: string;
}

/** A picture inside an audio file or beside it; the id is the first 40 hex digits of the SHA-256 of its bytes. */
export interface PictureFacts {
  id: string;
  contentType: string;
  width: number;
  height: number;
  bytes: number;
}

/** What the tags of a file say, cleaned but not interpreted. Missing tags are missing keys or empty lists. */
export interface AudioTags {
  title?: string;
  subtitle?: string;
  album?: string;
  /** The artist line as people read it, for example `A feat. B`. */
  artistText?: string;
  artists: string[];
  artistIds: string[];
  albumArtists: string[];
  albumArtistIds: string[];
  albumId?: string;
  releaseTrackId?: string;
  track?: number;
  disc?: number;
  discName?: string;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  date?: string;
  genres: string[];
  label?: string;
  isCompilation: boolean;
  releaseTypes: string[];
  composers: string[];
  remixers: string[];
  conductors: string[];
  language?: string;
  isExplicit: boolean;
  hasLyrics: boolean;
}

/** A file without tags. */
export const NO_TAGS: AudioTags = {
  artists: [],
  artistIds: [],
  albumArtists: [],
  albumArtistIds: [],
  genres: [],
  isCompilation: false,
  releaseTypes: [],
  composers: [],
  remixers: [],
  conductors: [],
  isExplicit: false,
  hasLyrics: false,
};

export interface AudioFacts {
  contentType: string;
  durationMs: number;
  isLossless: boolean;
  /** Bits per second, 0 when unknown. */
  bitrate: number;
  tags: AudioTags;
  picture: PictureFacts | null;
}

export type FileContent =
  | { kind: 'audio'; audio: AudioFacts }
  | { kind: 'image'; image: PictureFacts }
  /** `isRetryable`: the reason can go away without the file changing, for example a permission. */
  | { kind: 'skipped'; skip: Skip; isRetryable: boolean };

/** A file as it looked when it was last read. Size and modification time equal = not read again. */
export interface KnownFile {
  /** Below the library folder, with `/` between the parts. */
  path: string;
  size: number;
  modifiedMicros: number;
  content: FileContent;
}
