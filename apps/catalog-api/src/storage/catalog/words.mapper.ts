import { type AlbumType, type ArtistRole, type ImageSize, type TrackFormat } from '@pezzottify/contracts';

/** One closed list of words: how they are stored, how they travel, and what an unknown stored one reads as. */
export interface WordFamily<Wire extends string> {
  readonly storedOf: Readonly<Record<Wire, string>>;
  readonly unknownReadsAs: Wire;
}

export const ALBUM_TYPE_WORDS: WordFamily<AlbumType> = {
  storedOf: {
    Album: 'ALBUM',
    Single: 'SINGLE',
    Ep: 'EP',
    Compilation: 'COMPILATION',
    Audiobook: 'AUDIOBOOK',
    Podcast: 'PODCAST',
  },
  unknownReadsAs: 'Album',
};

export const TRACK_FORMAT_WORDS: WordFamily<TrackFormat> = {
  storedOf: {
    OggVorbis96: 'OGG_VORBIS_96',
    OggVorbis160: 'OGG_VORBIS_160',
    OggVorbis320: 'OGG_VORBIS_320',
    Mp3_96: 'MP3_96',
    Mp3_160: 'MP3_160',
    Mp3_256: 'MP3_256',
    Mp3_320: 'MP3_320',
    Aac24: 'AAC_24',
    Aac48: 'AAC_48',
    Aac160: 'AAC_160',
    Aac320: 'AAC_320',
    Flac: 'FLAC',
    Unknown: 'UNKNOWN',
  },
  unknownReadsAs: 'Unknown',
};

export const ARTIST_ROLE_WORDS: WordFamily<ArtistRole> = {
  storedOf: {
    MainArtist: 'MAIN_ARTIST',
    FeaturedArtist: 'FEATURED_ARTIST',
    Remixer: 'REMIXER',
    Composer: 'COMPOSER',
    Conductor: 'CONDUCTOR',
    Orchestra: 'ORCHESTRA',
    Actor: 'ACTOR',
    Unknown: 'UNKNOWN',
  },
  unknownReadsAs: 'Unknown',
};

export const IMAGE_SIZE_WORDS: WordFamily<ImageSize> = {
  storedOf: { Small: 'SMALL', Default: 'DEFAULT', Large: 'LARGE', XLarge: 'XLARGE' },
  unknownReadsAs: 'Default',
};

export const wireOf = <Wire extends string>(family: WordFamily<Wire>, stored: string): Wire =>
  (Object.keys(family.storedOf) as Wire[]).find((word) => family.storedOf[word] === stored) ?? family.unknownReadsAs;

/** The same mapping as an SQL expression: reads build their JSON inside SQLite, so it has to happen there. */
export const wireWordSql = <Wire extends string>(family: WordFamily<Wire>, column: string): string => {
  const branches = (Object.keys(family.storedOf) as Wire[]).map((w) => `WHEN '${family.storedOf[w]}' THEN '${w}'`);
  return `CASE ${column} ${branches.join(' ')} ELSE '${family.unknownReadsAs}' END`;
};

export const storedWordSql = <Wire extends string>(family: WordFamily<Wire>, column: string): string => {
  const branches = (Object.keys(family.storedOf) as Wire[]).map((w) => `WHEN '${w}' THEN '${family.storedOf[w]}'`);
  return `CASE ${column} ${branches.join(' ')} ELSE '${family.storedOf[family.unknownReadsAs]}' END`;
};
