import { Injectable } from '@nestjs/common';
import { SearchRepository } from '../storage/catalog/search.repository.js';
import { SearchResultRepository } from '../storage/catalog/search-result.repository.js';
import { SEARCH_TYPES, type SearchType } from '../storage/catalog/search-blocks.js';
import { asWritten, corrected, type Finder, inside, type ReadQuery } from './find-candidates.js';
import { compare, type Match, rank } from './rank.js';
import { lookUpWords } from './query-words.js';
import { searchableText, wordsOf } from './searchable-text.js';

/** A match with its entity. */
export interface Hit extends Match {
  name: string;
  /** The resolved form of the result. */
  result: unknown;
}

const MAX_RESULTS = 30;
/** More than are shown, because ties are only decided by the names of the entities. */
const SHORTLIST = 2 * MAX_RESULTS;
const MAX_WORDS = 12;
/** With so many better matches nobody looks for typos and insides, which cost more to find. */
const ENOUGH = 10;

const FINDERS: readonly Finder[] = [asWritten, corrected, inside];

@Injectable()
export class SearchCatalogUsecase {
  constructor(
    private readonly index: SearchRepository,
    private readonly entities: SearchResultRepository,
  ) {}

  /** At most 30 hits, best first. */
  async execute(query: string, types: readonly SearchType[]): Promise<Hit[]> {
    const text = searchableText(query);
    const wanted = SEARCH_TYPES.filter((type) => types.includes(type));
    if (text === '' || wanted.length === 0) return [];
    const words = await lookUpWords(this.index, wordsOf(text).slice(0, MAX_WORDS));
    const matches = await this.matches({ text, words, types: wanted });
    return this.resolve(matches.slice(0, SHORTLIST));
  }

  private async matches(query: ReadQuery): Promise<Match[]> {
    let matches: Match[] = [];
    for (const find of FINDERS) {
      matches = rank(query.text, [...matches, ...(await find(this.index, query))]);
      if (matches.length >= ENOUGH) break;
    }
    return matches;
  }

  private async resolve(matches: readonly Match[]): Promise<Hit[]> {
    const idsOf = (type: SearchType) => matches.filter((match) => match.type === type).map(({ id }) => id);
    const rows = await this.entities.results({
      artist: idsOf('artist'),
      album: idsOf('album'),
      track: idsOf('track'),
    });
    const found = new Map(rows.map((row) => [`${row.type} ${row.id}`, row]));
    return matches
      .flatMap((match) => {
        const row = found.get(`${match.type} ${match.id}`);
        return row ? [{ ...match, name: row.name, result: JSON.parse(row.json) as unknown }] : [];
      })
      .sort(
        (one, other) =>
          one.adjustedScore - other.adjustedScore || compare(one.name, other.name) || compare(one.id, other.id),
      )
      .slice(0, MAX_RESULTS);
  }
}
