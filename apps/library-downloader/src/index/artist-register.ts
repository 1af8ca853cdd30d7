import { mostFrequent } from './collecting.js';
import { withIds, type Credit } from './credits.js';
import { isVarious, VARIOUS_ARTISTS, type DraftTrack } from './draft-track.js';
import { libraryId } from './library-ids.js';
import { nameKey } from './text-keys.js';

export interface ResolvedArtist {
  id: string;
  name: string;
}

type Mention = Pick<Credit, 'name' | 'musicBrainzId'>;

/** Everyone a track names, the artists of its album included. */
const mentionsIn = ({ credits, audio }: DraftTrack): readonly Mention[] => [
  ...credits,
  ...withIds(audio.tags.albumArtists, audio.tags.albumArtistIds),
];

/**
 * Who is who. A name that is tied to exactly one MusicBrainz id anywhere in the library means that artist everywhere;
 * two artists of the same name keep apart where the tags keep them apart.
 */
export class ArtistRegister {
  private readonly idsByName = new Map<string, Set<string>>();
  private readonly spellings = new Map<string, string[]>();
  private readonly resolved = new Map<string, ResolvedArtist>();
  private readonly keys = new Map<string, string>();

  constructor(tracks: readonly DraftTrack[]) {
    for (const track of tracks) for (const mention of mentionsIn(track)) this.note(mention);
  }

  /** The id and the usual spelling of someone a track credits. */
  resolve({ name, musicBrainzId }: Mention): ResolvedArtist {
    const key = this.keyOf(isVarious(name) ? VARIOUS_ARTISTS : name);
    const person = isVarious(name) ? null : (musicBrainzId ?? this.onlyIdOf(key));
    const identity = person === null ? (['name', key] as const) : (['mb', person] as const);
    const known = this.resolved.get(identity.join('\n'));
    if (known) return known;
    const usual = isVarious(name) ? VARIOUS_ARTISTS : (mostFrequent(this.spellings.get(key) ?? []) ?? name);
    const artist = { id: libraryId('artist', ...identity), name: usual };
    this.resolved.set(identity.join('\n'), artist);
    return artist;
  }

  /** The artists of an album, who carry their ids in the tags of its tracks. */
  resolveFor(names: readonly string[], tracks: readonly DraftTrack[]): ResolvedArtist[] {
    const mentions = tracks.flatMap(mentionsIn).filter(({ musicBrainzId }) => musicBrainzId !== null);
    const ids = new Map(mentions.map(({ name, musicBrainzId }) => [this.keyOf(name), musicBrainzId]));
    return names.map((name) => this.resolve({ name, musicBrainzId: ids.get(this.keyOf(name)) ?? null }));
  }

  private note({ name, musicBrainzId }: Mention): void {
    const key = this.keyOf(name);
    const spellings = this.spellings.get(key);
    if (spellings) spellings.push(name);
    else this.spellings.set(key, [name]);
    if (musicBrainzId !== null) this.idsByName.set(key, (this.idsByName.get(key) ?? new Set()).add(musicBrainzId));
  }

  /** A few hundred names stand in ten thousands of files. */
  private keyOf(name: string): string {
    const known = this.keys.get(name);
    if (known !== undefined) return known;
    const key = nameKey(name);
    this.keys.set(name, key);
    return key;
  }

  private onlyIdOf(key: string): string | null {
    const [only, ...others] = this.idsByName.get(key) ?? [];
    return only !== undefined && others.length === 0 ? only : null;
  }
}
