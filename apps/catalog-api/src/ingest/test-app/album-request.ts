import {
  type CatalogIngestRequest,
  type IngestArtist,
  type IngestImage,
  type IngestTrack,
} from '@pezzottify/contracts';

export const anImage = (id: string, given: Partial<IngestImage> = {}): IngestImage => ({
  id,
  uri: `images/${id}.jpg`,
  size: 'Default',
  width: 300,
  height: 300,
  link_type: 'cover',
  position: 0,
  ...given,
});

export const anArtist = (id: string, given: Partial<IngestArtist> = {}): IngestArtist => ({
  id,
  name: `Artist ${id}`,
  genres: ['jazz'],
  activity_periods: [{ Decade: 1990 }],
  related_artist_ids: [],
  images: [],
  ...given,
});

export const aTrack = (id: string, number: number, given: Partial<IngestTrack> = {}): IngestTrack => ({
  id,
  name: `Track ${id}`,
  disc_number: 1,
  track_number: number,
  duration_secs: 200,
  is_explicit: false,
  audio_uri: `audio/${id}.flac`,
  tags: ['live'],
  has_lyrics: true,
  languages: ['en'],
  original_title: null,
  version_title: null,
  artists: [{ artist_id: 'a1', role: 'MainArtist' }],
  ...given,
});

/** One artist with two portraits, an album with two covers and two tracks. */
export const anAlbumRequest = (given: Partial<CatalogIngestRequest['album']> = {}): CatalogIngestRequest => ({
  artists: [
    anArtist('a1', {
      name: 'Nova Quartet',
      images: [
        anImage('p1', { link_type: 'portrait', width: 100, height: 100 }),
        anImage('p2', { link_type: 'portrait_group', width: 900, height: 900, size: 'XLarge', position: 1 }),
      ],
    }),
  ],
  album: {
    id: 'b1',
    name: 'Night Bus',
    album_type: 'Ep',
    label: 'Dock',
    release_date: -86_400,
    genres: ['jazz'],
    original_title: null,
    version_title: 'Remaster',
    artist_ids: ['a1'],
    images: [anImage('c1'), anImage('c2', { link_type: 'cover_group', position: 1 })],
    tracks: [aTrack('t1', 1), aTrack('t2', 2)],
    ...given,
  },
});
