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
export async function lookUpWords(index: SearchRepository, words: readonly string[]): Promise<QueryWord[]> {
  const found = await index.wordsBeginningWith(words.filter(isSpellable), MAX_BEGINNINGS);
  return words.map((word) => {
    // Very short words and numbers are not in the list of words; the short ones are in some name for sure.
    if (!isSpellable(word)) return { word, isKnown: lettersOf(word).length < 3, beginnings: [] };
    const beginnings = found.get(word) ?? [];
    return { word, isKnown: beginnings[0] === word, beginnings };
  });
}
