import { Inject, Injectable } from '@nestjs/common';
import { type Database, KeptReads, Turns } from '@pezzottify/persistence';
import { SearchRepository } from '../storage/catalog/search.repository.js';
import { SearchAnswerRepository } from '../storage/catalog/search-answer.repository.js';
import { SEARCH_TYPES, type SearchType } from '../storage/catalog/search-blocks.js';
import { CATALOG_DATABASE } from '../tokens.js';
import {
  asWritten,
  begun,
  corrected,
  type Finder,
  inside,
  MAX_RESULTS,
  type ReadQuery,
  respaced,
} from './find-candidates.js';
import { type Match, Ranking } from './rank.js';
import { queryWord } from './query-words.js';
import { answerOf } from './search-answer.js';
import { searchableText, wordsOf } from './searchable-text.js';

const MAX_WORDS = 12;
/** With so many better matches nobody looks for typos and insides, which cost more to find. */
const ENOUGH = 10;
/**
 * Fewer than the database has readers, so that other reads find one idle. Searches take several statements each: one after
 * the other, all of them have their answer sooner than if they took turns by the statement.
 */
const AT_ONCE = 2;
/** Of at most some ten kilobytes each. People search while they type, and everybody types the same beginnings. */
const KEPT_ANSWERS = 1000;
const NOTHING = '[]';

/** Each is tried while there are fewer matches than it says. What a later one finds ranks behind all of an earlier one. */
const FINDERS: readonly { find: Finder; below: number }[] = [
  { find: begun, below: MAX_RESULTS },
  { find: corrected, below: ENOUGH },
  { find: respaced, below: ENOUGH },
  { find: inside, below: ENOUGH },
];

@Injectable()
export class SearchCatalogUsecase {
  private readonly answers: KeptReads<string>;
  private readonly turns = new Turns(AT_ONCE);

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
    return this.answers.find(key, () => this.turns.run(() => this.answer(text, wanted, inFull)));
  }

  private async answer(text: string, types: readonly SearchType[], inFull: boolean): Promise<string> {
    const matches = (await this.matches(text, types)).slice(0, MAX_RESULTS);
    if (matches.length === 0) return NOTHING;
    const entities = await this.entities.entities(idsByType(matches), inFull);
    return answerOf(matches, entities, inFull);
  }

  private async matches(text: string, types: readonly SearchType[]): Promise<Match[]> {
    const words = wordsOf(text).slice(0, MAX_WORDS);
    const ranking = new Ranking(text);
    const { candidates, likeWords } = await asWritten(this.index, { text, words, types });
    ranking.add(candidates);
    if (candidates.length < MAX_RESULTS) {
      await this.findMore(ranking, { words: words.map((word) => queryWord(word, likeWords.get(word))), types });
    }
    return ranking.inOrder();
  }

  private async findMore(ranking: Ranking, query: ReadQuery): Promise<void> {
    for (const { find, below } of FINDERS) {
      if (ranking.size >= below) continue;
      for await (const candidates of find(this.index, query)) {
        ranking.add(candidates);
        if (ranking.size >= MAX_RESULTS) break;
      }
    }
  }
}

const idsByType = (matches: readonly Match[]): Record<SearchType, string[]> => {
  const idsOf = (wanted: SearchType) => matches.filter(({ type }) => type === wanted).map(({ id }) => id);
  return { artist: idsOf('artist'), album: idsOf('album'), track: idsOf('track') };
};
