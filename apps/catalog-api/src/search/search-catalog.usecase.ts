import { Inject, Injectable } from '@nestjs/common';
import { type Database, KeptReads } from '@pezzottify/persistence';
import { SearchRepository } from '../storage/catalog/search.repository.js';
import { SearchAnswerRepository } from '../storage/catalog/search-answer.repository.js';
import { SEARCH_TYPES, type SearchType } from '../storage/catalog/search-blocks.js';
import { CATALOG_DATABASE } from '../tokens.js';
import { asWritten, begun, corrected, type Finder, inside } from './find-candidates.js';
import { type Match, Ranking } from './rank.js';
import { lookUpWords } from './query-words.js';
import { searchableText, wordsOf } from './searchable-text.js';

const MAX_RESULTS = 30;
/** More than are shown, because ties are only decided by the names of the entities. */
const SHORTLIST = 2 * MAX_RESULTS;
const MAX_WORDS = 12;
/** With so many better matches nobody looks for typos and insides, which cost more to find. */
const ENOUGH = 10;
/** Of at most some ten kilobytes each. People search while they type, and everybody types the same beginnings. */
const KEPT_ANSWERS = 1000;
const NOTHING = '[]';

/** Each is tried while there are fewer matches than it says. What a later one finds ranks behind all of an earlier one. */
const FINDERS: readonly { find: Finder; below: number }[] = [
  { find: asWritten, below: Infinity },
  { find: begun, below: MAX_RESULTS },
  { find: corrected, below: ENOUGH },
  { find: inside, below: ENOUGH },
];

@Injectable()
export class SearchCatalogUsecase {
  private readonly answers: KeptReads<string>;

  constructor(
    @Inject(CATALOG_DATABASE) database: Database,
    private readonly index: SearchRepository,
    private readonly entities: SearchAnswerRepository,
  ) {
    this.answers = new KeptReads(database, KEPT_ANSWERS);
  }

  /** JSON text of at most 30 results, best first: the entities in full, or how well their names match. */
  async execute(query: string, types: readonly SearchType[], inFull: boolean): Promise<string> {
    const text = searchableText(query);
    const wanted = SEARCH_TYPES.filter((type) => types.includes(type));
    if (text === '' || wanted.length === 0) return NOTHING;
    const key = [text, inFull, ...wanted].join('\n');
    return this.answers.find(key, () => this.answer(text, wanted, inFull));
  }

  private async answer(text: string, types: readonly SearchType[], inFull: boolean): Promise<string> {
    const matches = await this.matches(text, types);
    return matches.length === 0 ? NOTHING : this.entities.answer(shortlistOf(matches), MAX_RESULTS, inFull);
  }

  private async matches(text: string, types: readonly SearchType[]): Promise<Match[]> {
    const words = await lookUpWords(this.index, wordsOf(text).slice(0, MAX_WORDS));
    const ranking = new Ranking(text);
    for (const { find, below } of FINDERS) {
      if (ranking.size < below) ranking.add(await find(this.index, { text, words, types }));
    }
    return ranking.inOrder();
  }
}

/** As many as are shown, and those that match as well as the last of them. */
function shortlistOf(matches: readonly Match[]): Match[] {
  const worst = matches[MAX_RESULTS - 1]?.adjustedScore ?? Infinity;
  return matches.slice(0, SHORTLIST).filter(({ adjustedScore }) => adjustedScore <= worst);
}
