import { type ProviderHit, type ProviderSearchType } from '../provider.port.js';
import { type Fields, fieldsOf, parseProblem, readId, readList, readTitle, readWholeNumber } from './fields.js';

const MAX_HITS = 500;
const MAX_NAMES = 50;
const MAX_URL = 2048;
const readYear = readWholeNumber(1, 9999);

/** Both shapes of a search answer, also at once: `{results: []}` and `{albums: {items: []}, artists: {items: []}}`. */
export function parseSearch(value: unknown, type: ProviderSearchType): ProviderHit[] {
  const fields = fieldsOf(value);
  const flat = asList(fields?.results);
  const grouped = { album: asList(fieldsOf(fields?.albums)?.items), artist: asList(fieldsOf(fields?.artists)?.items) };
  if (!flat && !grouped.album && !grouped.artist) throw parseProblem('there is no list of results');
  const hits = [...(flat ?? []), ...(grouped[type] ?? [])].map(readHit);
  return uniqueById(hits.filter((hit) => hit !== null)).slice(0, MAX_HITS);
}

export interface ListedDiscography {
  /** Null: has to be looked up. */
  artist: ProviderHit | null;
  /** A bare id has to be looked up. */
  albums: (ProviderHit | string)[];
}

export function parseDiscography(value: unknown): ListedDiscography {
  const fields = fieldsOf(value);
  const albums = asList(fields?.albums) ?? asList(fieldsOf(fields?.albums)?.items);
  if (!albums) throw parseProblem('there is no list of albums');
  const entries = albums.map((entry) => readId(entry) ?? readHit(entry)).filter((entry) => entry !== null);
  return { artist: readHit(fields?.artist), albums: uniqueById(entries) };
}

/** A hit in either shape; null without an id and a name. */
export function readHit(value: unknown): ProviderHit | null {
  const fields = fieldsOf(value);
  const id = readId(fields?.id);
  const name = readTitle(fields?.name);
  if (fields === null || id === null || name === null) return null;
  return {
    id,
    name,
    artistName: readTitle(fields.artist_name) ?? joinedNames(fields),
    imageUrl: readUrl(fields.image_url) ?? readUrl(fieldsOf(asList(fields.images)?.[0])?.url),
    year: readYear(fields.year) ?? yearOf(fields.release_date),
  };
}

function joinedNames(fields: Fields): string | null {
  const names = readList(fields.artists, (artist) => readTitle(fieldsOf(artist)?.name), MAX_NAMES);
  return readTitle(names.join(', '));
}

/** Only absolute http(s) urls: the browser that shows them must not be sent to `javascript:` or our own paths. */
function readUrl(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > MAX_URL) return null;
  const protocol = URL.parse(value)?.protocol;
  return protocol === 'http:' || protocol === 'https:' ? value : null;
}

function yearOf(date: unknown): number | null {
  const [year = ''] = typeof date === 'string' ? date.split('-') : [];
  const digits = year.replace(/\D/g, '').slice(0, 4);
  return readYear(digits === '' ? null : Number(digits));
}

function asList(value: unknown): unknown[] | null {
  return Array.isArray(value) ? (value as unknown[]) : null;
}

function uniqueById<T extends string | { id: string }>(entries: T[]): T[] {
  const seen = new Map<string, T>();
  for (const entry of entries) {
    const id = typeof entry === 'string' ? entry : entry.id;
    if (!seen.has(id)) seen.set(id, entry);
  }
  return [...seen.values()];
}
