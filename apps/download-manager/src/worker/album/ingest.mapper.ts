import {
  ALBUM_TYPES,
  type AlbumType,
  type CatalogIngestRequest,
  type ImageLinkType,
  type ImageSize,
  type IngestAlbum,
  type IngestArtist,
  type IngestImage,
  type IngestTrack,
} from '@pezzottify/contracts';
import { audioUri, imageUri } from '../../media/media-paths.js';
import { type ProviderArtist, type ProviderImage, type ProviderTrack } from '../../provider/provider.port.js';
import { type AlbumMetadata } from './album-metadata.js';
import { trackArtists } from './track-artists.js';

/** A Map: the words are the provider's, and an object would also know `__proto__`. */
const SIZES: ReadonlyMap<string, ImageSize> = new Map([
  ['small', 'Small'],
  ['medium', 'Default'],
  ['default', 'Default'],
  ['large', 'Large'],
  ['xlarge', 'XLarge'],
  ['xl', 'XLarge'],
]);

/** What the provider said about an album, in the catalog's words. Pure. */
export function toIngestRequest(metadata: AlbumMetadata): CatalogIngestRequest {
  return { artists: [...metadata.artists.values()].map(toIngestArtist), album: toIngestAlbum(metadata) };
}

function toIngestAlbum({ album, tracks, artists }: AlbumMetadata): IngestAlbum {
  return {
    id: album.id,
    name: album.name,
    album_type: albumType(album.albumType),
    label: album.label,
    release_date: album.releaseDate,
    genres: album.genres,
    original_title: album.originalTitle,
    version_title: album.versionTitle,
    artist_ids: album.artistIds.filter((id) => artists.has(id)),
    images: [...toIngestImages(album.covers, 'cover'), ...toIngestImages(album.coverGroup, 'cover_group')],
    tracks: tracks.map((track) => toIngestTrack(track, artists)),
  };
}

function toIngestArtist(artist: ProviderArtist): IngestArtist {
  return {
    id: artist.id,
    name: artist.name,
    genres: artist.genres,
    activity_periods: artist.activityPeriods,
    related_artist_ids: artist.relatedIds,
    images: [
      ...toIngestImages(artist.portraits, 'portrait'),
      ...toIngestImages(artist.portraitGroup, 'portrait_group'),
    ],
  };
}

function toIngestTrack(track: ProviderTrack, artists: ReadonlyMap<string, unknown>): IngestTrack {
  return {
    id: track.id,
    name: track.name,
    disc_number: track.discNumber,
    track_number: track.trackNumber,
    duration_secs: Math.floor(track.durationMs / 1000),
    is_explicit: track.isExplicit,
    // Where the audio will most likely come to lie; attaching it says where it does.
    audio_uri: audioUri(track.id, 'flac'),
    tags: track.tags,
    has_lyrics: track.hasLyrics,
    languages: track.languages,
    original_title: track.originalTitle,
    version_title: track.versionTitle,
    artists: trackArtists(track, artists),
  };
}

function toIngestImages(images: ProviderImage[], linkType: ImageLinkType): IngestImage[] {
  return images.map(({ id, size, width, height }, position) => ({
    id,
    uri: imageUri(id),
    size: SIZES.get(size.toLowerCase()) ?? 'Default',
    width,
    height,
    link_type: linkType,
    position,
  }));
}

function albumType(word: string): AlbumType {
  return ALBUM_TYPES.find((type) => type.toLowerCase() === word.toLowerCase()) ?? 'Album';
}
