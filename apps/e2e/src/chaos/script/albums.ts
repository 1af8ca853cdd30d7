import {
  type FaultRule,
  type ProvidedAlbum,
  type ProvidedArtist,
  type ProvidedImage,
  type ProvidedLibrary,
  type ProvidedTrack,
} from '@pezzottify/testing';
import { type SeededRandom } from '../random.js';

/** What the provider has of an album in the long run: all, nothing, or all but the audio of one track. */
export type Offer = 'whole' | 'nothing' | 'without-a-track';

export interface ScriptedAlbum {
  readonly id: string;
  readonly artistId: string;
  readonly offer: Offer;
}

export interface Scenery {
  readonly library: ProvidedLibrary;
  readonly albums: readonly ScriptedAlbum[];
  /** What the provider never has. */
  readonly lasting: readonly FaultRule[];
}

const ALBUMS_PER_ARTIST = 4;
const SAMPLES = ['tone.flac', 'tone.ogg', 'tone.m4a', 'tone.wav', 'tone.aac'] as const;

/** Real audio of all formats; most tracks have bytes of their own, so that one in the place of another is noticed. */
export function makeScenery(count: number, random: SeededRandom): Scenery {
  const albums = Array.from({ length: count }, (_, index) => scriptedAlbum(index, random));
  const artists = [...new Set(albums.map(({ artistId }) => artistId))].map(artist);
  const offered = albums.filter(({ offer }) => offer !== 'nothing');
  return {
    library: { artists, albums: offered.map((album) => providedAlbum(album, random)) },
    albums,
    lasting: albums.filter(({ offer }) => offer === 'without-a-track').map(withoutItsFirstTrack),
  };
}

function scriptedAlbum(index: number, random: SeededRandom): ScriptedAlbum {
  const [id, artistId] = [`album-${index + 1}`, `artist-${1 + Math.floor(index / ALBUMS_PER_ARTIST)}`];
  // One of each kind even in the shortest run.
  if (index % 25 === 1) return { id, artistId, offer: 'nothing' };
  return { id, artistId, offer: index % 25 === 2 || random.chance(0.04) ? 'without-a-track' : 'whole' };
}

const artist = (id: string): ProvidedArtist => ({
  id,
  name: `The ${id}`,
  genres: ['folk'],
  related: [],
  portraits: [image(`${id}-portrait`, 'picture.webp')],
});

function providedAlbum({ id, artistId }: ScriptedAlbum, random: SeededRandom): ProvidedAlbum {
  return {
    id,
    name: `Harbour Lights ${id}`,
    albumType: 'album',
    artistIds: [artistId],
    date: '2010-05',
    covers: [image(`${id}-cover`, 'picture.jpg')],
    tracks: Array.from({ length: random.between(2, 5) }, (_, index) => track(id, artistId, index, random)),
  };
}

function track(albumId: string, artistId: string, index: number, random: SeededRandom): ProvidedTrack {
  const file = random.chance(0.2)
    ? { sample: random.pick(SAMPLES) }
    : { mp3Bytes: random.between(5_000, random.chance(0.1) ? 400_000 : 120_000) };
  return { id: `${albumId}-track-${index + 1}`, name: `Pier ${index + 1}`, artistIds: [artistId], file };
}

const image = (id: string, sample: 'picture.jpg' | 'picture.webp'): ProvidedImage => ({
  id,
  size: 'large',
  width: 48,
  height: 32,
  file: { sample },
});

const withoutItsFirstTrack = ({ id }: ScriptedAlbum): FaultRule => ({
  path: `/track/${id}-track-1/audio`,
  fault: { kind: 'status', status: 404 },
  isLasting: true,
});
