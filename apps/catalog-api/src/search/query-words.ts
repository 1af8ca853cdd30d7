import { type SearchRepository } from '../storage/catalog/search.repository.js';
import { isSpellable, lettersOf } from './spelling.js';

export interface QueryWord {
  word: string;
  /** A name in the catalog has it as a whole word. */
  isKnown: boolean;
  /** Some words of the catalog that begin with it. */
  beginnings: readonly string[];
}

const MAX_BEGINNINGS = 24;

/** What the catalog knows about the words of a query. */
export const lookUpWords = (index: SearchRepository, words: readonly string[]): Promise<QueryWord[]> =>
  Promise.all(words.map((word) => lookUpWord(index, word)));

async function lookUpWord(index: SearchRepository, word: string): Promise<QueryWord> {
  // Very short words and numbers are not in the list of words; the short ones are in some name for sure.
  if (!isSpellable(word)) return { word, isKnown: lettersOf(word).length < 3, beginnings: [] };
  const beginnings = await index.wordsBeginningWith(word, MAX_BEGINNINGS);
  return { word, isKnown: beginnings[0] === word, beginnings };
}
