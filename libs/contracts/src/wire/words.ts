/** The closed word lists of the HTTP contract, section 1.9. Existing clients fail on any word outside them. */

export const ALBUM_TYPES = ['Album', 'Single', 'Ep', 'Compilation', 'Audiobook', 'Podcast'] as const;
export type AlbumType = (typeof ALBUM_TYPES)[number];

export const TRACK_FORMATS = [
  'OggVorbis96',
  'OggVorbis160',
  'OggVorbis320',
  'Mp3_96',
  'Mp3_160',
  'Mp3_256',
  'Mp3_320',
  'Aac24',
  'Aac48',
  'Aac160',
  'Aac320',
  'Flac',
  'Unknown',
] as const;
export type TrackFormat = (typeof TRACK_FORMATS)[number];

export const ARTIST_ROLES = [
  'MainArtist',
  'FeaturedArtist',
  'Remixer',
  'Composer',
  'Conductor',
  'Orchestra',
  'Actor',
  'Unknown',
] as const;
export type ArtistRole = (typeof ARTIST_ROLES)[number];

export const IMAGE_SIZES = ['Small', 'Default', 'Large', 'XLarge'] as const;
export type ImageSize = (typeof IMAGE_SIZES)[number];

export const IMAGE_LINK_TYPES = ['portrait', 'portrait_group', 'cover', 'cover_group'] as const;
export type ImageLinkType = (typeof IMAGE_LINK_TYPES)[number];

export const DOWNLOAD_STATUSES = [
  'PENDING',
  'IN_PROGRESS',
  'RETRY_WAITING',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const;
export type DownloadStatus = (typeof DOWNLOAD_STATUSES)[number];

export const DOWNLOAD_CONTENT_TYPES = ['ALBUM', 'TRACK_AUDIO', 'ARTIST_IMAGE', 'ALBUM_IMAGE'] as const;
export type DownloadContentType = (typeof DOWNLOAD_CONTENT_TYPES)[number];

export const DOWNLOAD_SOURCES = ['USER', 'WATCHDOG', 'EXPANSION'] as const;
export type DownloadSource = (typeof DOWNLOAD_SOURCES)[number];

/** Position in the list + 1 is the number the database stores. */
export const DOWNLOAD_PRIORITIES = ['Watchdog', 'User', 'Expansion'] as const;
export type DownloadPriority = (typeof DOWNLOAD_PRIORITIES)[number];

export const DOWNLOAD_ERROR_TYPES = [
  'connection',
  'timeout',
  'not_found',
  'rate_limited',
  'parse',
  'storage',
  'corruption',
  'unknown',
] as const;
export type DownloadErrorType = (typeof DOWNLOAD_ERROR_TYPES)[number];

export const DEVICE_TYPES = ['web', 'android', 'ios', 'unknown'] as const;
export type DeviceType = (typeof DEVICE_TYPES)[number];

export const HOOKS = ['OnStartup', 'OnCatalogChange', 'OnUserCreated', 'OnDownloadComplete'] as const;
export type Hook = (typeof HOOKS)[number];

/** The services that own messages; also the names under which job hosts are addressed. */
export const SERVICES = ['catalog-api', 'job-scheduler', 'download-manager'] as const;
export type ServiceName = (typeof SERVICES)[number];
