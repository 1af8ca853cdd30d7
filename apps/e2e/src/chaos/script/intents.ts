import { type SeededRandom } from '../random.js';
import { type ScriptedAlbum } from './albums.js';

/** What one person wants of one album, one after the other. */
export interface AlbumIntent {
  readonly kind: 'album';
  readonly person: number;
  readonly albumId: string;
  readonly askAtMs: number;
  /** After the answer. */
  readonly cancelAfterMs: number | null;
  /** After the cancelling. */
  readonly askAgainAfterMs: number | null;
}

export interface DiscographyIntent {
  readonly kind: 'discography';
  readonly person: number;
  readonly artistId: string;
  readonly askAtMs: number;
}

export type Intent = AlbumIntent | DiscographyIntent;

export interface ScriptOptions {
  readonly albums: readonly ScriptedAlbum[];
  readonly people: number;
  readonly lastsMs: number;
}

/** Who asks for what and when: some for whole discographies, some together with others, some change their minds. */
export function writeScript({ albums, people, lastsMs }: ScriptOptions, random: SeededRandom): Intent[] {
  const artists = [...new Set(albums.map(({ artistId }) => artistId))];
  const discographies = artists.filter((_, index) => index % 5 === 1);
  const anyone = (): number => random.between(0, people - 1);
  const moment = (): number => (random.chance(0.2) ? 0 : random.between(0, Math.floor(0.9 * lastsMs)));
  const ofAlbum = (album: ScriptedAlbum): AlbumIntent[] => {
    const [person, askAtMs] = [anyone(), moment()];
    const first = { ...changesOfMind(random), kind: 'album', person, albumId: album.id, askAtMs } as const;
    const other = (person + 1) % people;
    const joining = { ...first, ...changesOfMind(random), person: other, askAtMs: askAtMs + random.between(0, 1500) };
    return random.chance(0.25) ? [first, joining] : [first];
  };
  return [
    ...discographies.map(
      (artistId) => ({ kind: 'discography', person: anyone(), artistId, askAtMs: moment() }) as const,
    ),
    // What no discography names has to be asked for by itself; the rest partly overlaps with them.
    ...albums.filter((album) => album.offer === 'nothing' || !discographies.includes(album.artistId)).flatMap(ofAlbum),
    ...albums
      .filter((album) => discographies.includes(album.artistId) && random.chance(0.3))
      .flatMap(ofAlbum)
      .map((intent) => ({ ...intent, ...NO_CHANGE_OF_MIND })),
  ];
}

const NO_CHANGE_OF_MIND = { cancelAfterMs: null, askAgainAfterMs: null };

function changesOfMind(random: SeededRandom): Pick<AlbumIntent, 'cancelAfterMs' | 'askAgainAfterMs'> {
  if (!random.chance(0.2)) return NO_CHANGE_OF_MIND;
  const askAgainAfterMs = random.chance(0.4) ? random.between(0, 4_000) : null;
  return { cancelAfterMs: random.between(0, 4_000), askAgainAfterMs };
}
