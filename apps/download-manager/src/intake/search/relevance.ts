import { distance } from 'fastest-levenshtein';

/** Longer texts are compared by their beginning: the distance costs the product of the lengths. */
const COMPARED = 300;

const comparable = (text: string): string => text.trim().slice(0, COMPARED).toLowerCase();

/** How well a hit fits what was typed, from 0 to 1 (HTTP contract, section 7). */
export function relevance(query: string, hit: { readonly name: string; readonly artistName: string | null }): number {
  const wanted = comparable(query);
  const name = comparable(hit.name);
  const score = similarity(wanted, name) + containment(wanted, name) + artistBonus(wanted, hit.artistName);
  return Math.min(1, Math.max(0, score));
}

function similarity(wanted: string, name: string): number {
  if (wanted === name) return 1;
  return 1 - distance(wanted, name) / Math.max(wanted.length, name.length);
}

const containment = (wanted: string, name: string): number =>
  (name.startsWith(wanted) ? 0.2 : 0) + (name.includes(wanted) ? 0.1 : 0);

function artistBonus(wanted: string, artistName: string | null): number {
  const artist = comparable(artistName ?? '');
  if (artist === wanted) return 0.3;
  return artist.includes(wanted) ? 0.15 : 0;
}
