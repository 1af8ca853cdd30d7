import { Injectable } from '@nestjs/common';
import { SearchRepository } from '../storage/catalog/search.repository.js';
import { type ResultRow, SearchResultRepository } from '../storage/catalog/search-result.repository.js';
import { SEARCH_TYPES, type SearchType } from '../storage/catalog/search-blocks.js';
import { asWritten, begun, corrected, type Finder, inside, type ReadQuery } from './find-candidates.js';
import { compare, type Match, rank } from './rank.js';
import { lookUpWords } from './query-words.js';
import { searchableText, wordsOf } from './searchable-text.js';

/** A match with its entity. */
export type Hit = Match & ResultRow;

const MAX_RESULTS = 30;
/** More than are shown, because ties are only decided by the names of the entities. */
const SHORTLIST = 2 * MAX_RESULTS;
const MAX_WORDS = 12;
/** With so many better matches nobody looks for typos and insides, which cost more to find. */
const ENOUGH = 10;

/** Each is tried while there are fewer matches than it says. What a later one finds ranks behind all of an earlier one. */
const FINDERS: readonly { find: Finder; below: number }[] = [
  { find: asWritten, below: Infinity },
  { find: begun, below: MAX_RESULTS },
  { find: corrected, below: ENOUGH },
  { find: inside, below: ENOUGH },
];

@Injectable()
export class SearchCatalogUsecase {
  constructor(
    private readonly index: SearchRepository,
    private readonly entities: SearchResultRepository,
  ) {}

  /** At most 30 hits, best first; in full: with the JSON text of each. */
  async execute(query: string, types: readonly SearchType[], inFull: boolean): Promise<Hit[]> {
    const text = searchableText(query);
    const wanted = SEARCH_TYPES.filter((type) => types.includes(type));
    if (text === '' || wanted.length === 0) return [];
    const words = await lookUpWords(this.index, wordsOf(text).slice(0, MAX_WORDS));
    const matches = await this.matches({ text, words, types: wanted });
    return this.resolve(shortlistOf(matches), inFull);
  }

  private async matches(query: ReadQuery): Promise<Match[]> {
    let matches: Match[] = [];
    for (const { find, below } of FINDERS) {
      if (matches.length < below) matches = rank(query.text, [...matches, ...(await find(this.index, query))]);
    }
    return matches;
  }

  private async resolve(matches: readonly Match[], inFull: boolean): Promise<Hit[]> {
    const rowsOf = (type: SearchType) => matches.filter((match) => match.type === type).map(({ rowId }) => rowId);
    const rows = await this.entities.results(
      { artist: rowsOf('artist'), album: rowsOf('album'), track: rowsOf('track') },
      inFull,
    );
    const found = new Map(rows.map((row) => [row.rowId, row]));
    return matches
      .flatMap((match) => {
        const row = found.get(match.rowId);
        return row ? [{ ...match, ...row }] : [];
      })
      .sort(byScoreAndName)
      .slice(0, MAX_RESULTS);
  }
}

/** As many as are shown, and those that match as well as the last of them. */
function shortlistOf(matches: readonly Match[]): Match[] {
  const worst = matches[MAX_RESULTS - 1]?.adjustedScore ?? Infinity;
  return matches.slice(0, SHORTLIST).filter(({ adjustedScore }) => adjustedScore <= worst);
}

const byScoreAndName = (one: Hit, other: Hit): number =>
  one.adjustedScore - other.adjustedScore || compare(one.name, other.name) || compare(one.id, other.id);
