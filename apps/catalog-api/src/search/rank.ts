import { type Candidate } from '../storage/catalog/search.repository.js';
import { type SearchType } from '../storage/catalog/search-blocks.js';
import { type Comparison, comparisonWith } from './similarity.js';

/** A candidate with real similarity to the query. Both numbers: lower is better, 0 is an equal name. */
export interface Match extends Candidate {
  score: number;
  /** The score after artists and albums were preferred to tracks that match alike. */
  adjustedScore: number;
}

const PREFERENCE: Readonly<Record<SearchType, number>> = { artist: 20, album: 10, track: 0 };

/** Collects the candidates that are similar to a query, each once. */
export class Ranking {
  private readonly differenceTo: Comparison;
  private readonly matches = new Map<number, Match>();

  constructor(query: string) {
    this.differenceTo = comparisonWith(query);
  }

  get size(): number {
    return this.matches.size;
  }

  add(candidates: Iterable<Candidate>): void {
    for (const candidate of candidates) {
      if (this.matches.has(candidate.rowId)) continue;
      const score = this.differenceTo(candidate.text);
      if (score === undefined) continue;
      const adjustedScore = score === 0 ? 0 : Math.max(1, score - PREFERENCE[candidate.type]);
      this.matches.set(candidate.rowId, { ...candidate, score, adjustedScore });
    }
  }

  /** Best first; equal ones by their text, which is their name without case and accents, then by their id. */
  inOrder(): Match[] {
    return [...this.matches.values()].sort(
      (one, other) =>
        one.adjustedScore - other.adjustedScore || compare(one.text, other.text) || compare(one.id, other.id),
    );
  }
}

/** By code units, as SQLite compares: the order does not depend on the language of the machine. */
export const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
