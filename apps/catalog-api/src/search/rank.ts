import { type Candidate } from '../storage/catalog/search.repository.js';
import { type SearchType } from '../storage/catalog/search-blocks.js';
import { comparisonWith } from './similarity.js';

/** A candidate with real similarity to the query. Both numbers: lower is better, 0 is an equal name. */
export interface Match extends Candidate {
  score: number;
  /** The score after artists and albums were preferred to tracks that match alike. */
  adjustedScore: number;
}

const PREFERENCE: Readonly<Record<SearchType, number>> = { artist: 20, album: 10, track: 0 };

/** The candidates that are similar to the query, best first, each once; equal ones stay in the order they came in. */
export function rank(query: string, candidates: Iterable<Candidate>): Match[] {
  const differenceTo = comparisonWith(query);
  const matches = new Map<number, Match>();
  for (const candidate of candidates) {
    const score = differenceTo(candidate.text);
    if (score === undefined) continue;
    const adjustedScore = score === 0 ? 0 : Math.max(1, score - PREFERENCE[candidate.type]);
    matches.set(candidate.rowId, { ...candidate, score, adjustedScore });
  }
  return [...matches.values()].sort(
    (one, other) => one.adjustedScore - other.adjustedScore || compare(one.text, other.text),
  );
}

/** By code units, as SQLite compares: the order does not depend on the language of the machine. */
export const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
