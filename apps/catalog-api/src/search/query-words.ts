import { type LikeWords } from '../storage/catalog/search.repository.js';
import { isSpellable, lettersOf } from './spelling.js';

export interface QueryWord extends LikeWords {
  word: string;
  /** A name in the catalog has it as a whole word. */
  isKnown: boolean;
}

/** A word of a query with what the catalog has like it. */
export function queryWord(word: string, like: LikeWords | undefined): QueryWord {
  // Very short words and numbers are not in the list of words; the short ones are in some name for sure.
  if (!isSpellable(word)) return { word, isKnown: lettersOf(word).length < 3, beginnings: [], neighbours: [word] };
  const { beginnings, neighbours } = like ?? { beginnings: [], neighbours: [] };
  return { word, isKnown: beginnings[0] === word, beginnings, neighbours };
}
