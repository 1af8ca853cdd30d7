import { searchText } from './text-keys.js';

export type Searchable = 'album' | 'artist';

export interface SearchItem {
  kind: Searchable;
  id: string;
  name: string;
  /** For albums. */
  artistName: string;
}

export interface SearchHit {
  kind: Searchable;
  id: string;
}

interface Entry extends SearchHit {
  name: string;
  artist: string;
  /** ` name artist`: a space before a word is how its beginning is recognised. */
  words: string;
  /** Without spaces, so that `acdc` finds `AC/DC`. */
  joined: string;
}

interface Query {
  text: string;
  tokens: readonly string[];
  joined: string;
}

export const MOST_HITS = 50;

const joined = (text: string): string => text.replaceAll(' ', '');

function entryOf({ kind, id, name, artistName }: SearchItem): Entry {
  const text = searchText(name);
  const artist = searchText(artistName);
  return { kind, id, name: text, artist, words: ` ${text} ${artist}`, joined: joined(text) };
}

/** The kinds of match, best first. */
const MATCHES: readonly ((entry: Entry, query: Query) => boolean)[] = [
  ({ name }, { text }) => name === text,
  ({ name }, { text }) => name.startsWith(text),
  ({ name }, { text }) => ` ${name}`.includes(` ${text}`),
  ({ name }, { text }) => name.includes(text),
  ({ artist }, { text }) => artist === text,
  ({ artist }, { text }) => artist.includes(text),
  ({ words }, { tokens }) => tokens.every((token) => words.includes(` ${token}`)),
  ({ words }, { tokens }) => tokens.every((token) => words.includes(token)),
  (entry, query) => entry.joined.includes(query.joined),
];

interface Ranked {
  entry: Entry;
  rank: number;
}

const bestFirst = (a: Ranked, b: Ranked): number =>
  a.rank - b.rank ||
  a.entry.name.length - b.entry.name.length ||
  a.entry.name.localeCompare(b.entry.name) ||
  (a.entry.id < b.entry.id ? -1 : 1);

/** Looks at every name for every question: at the size of a private collection that is a matter of milliseconds. */
export class SearchIndex {
  private readonly entries: readonly Entry[];

  constructor(items: Iterable<SearchItem>) {
    this.entries = Array.from(items, entryOf);
  }

  /** Up to {@link MOST_HITS}, best first; case, accents and punctuation do not matter. */
  find(text: string, kinds: readonly Searchable[]): SearchHit[] {
    const plain = searchText(text);
    if (plain === '') return [];
    const query = { text: plain, tokens: plain.split(' '), joined: joined(plain) };
    const ranked = this.entries.flatMap((entry): Ranked[] => {
      const rank = kinds.includes(entry.kind) ? MATCHES.findIndex((matches) => matches(entry, query)) : -1;
      return rank < 0 ? [] : [{ entry, rank }];
    });
    return ranked
      .sort(bestFirst)
      .slice(0, MOST_HITS)
      .map(({ entry: { kind, id } }) => ({ kind, id }));
  }
}
