import { type Candidate, type SearchRepository } from '../storage/catalog/search.repository.js';
import { type IndexWord, type WordGroups } from '../storage/catalog/search-branches.js';
import { type SearchType } from '../storage/catalog/search-blocks.js';
import { correctionsOf } from './corrections.js';
import { isSpellable, lettersOf, spellingsOf } from './spelling.js';

/** A query in searchable form. */
export interface ReadQuery {
  text: string;
  words: readonly string[];
  types: readonly SearchType[];
}

/** One way to find candidates; the next is tried when those before it found too little. */
export type Finder = (index: SearchRepository, query: ReadQuery) => Promise<Candidate[]>;

const MAX_BEGINNINGS = 24;
const MAX_NEIGHBOURS = 400;
const MIN_LETTERS_INSIDE = 3;

/** Names that are the query, begin with it, have its words, or have words that begin with its words. */
export const asWritten: Finder = async (index, { text, words, types }) => {
  const begun = await Promise.all(words.map((word) => wordsBegunBy(index, word)));
  return index.candidates([{ name: text }, { words: words.map(whole) }, { words: begun }], types);
};

/** The same for what may have been meant. */
export const corrected: Finder = async (index, { words, types }) => {
  const neighbours = await Promise.all(words.map((word) => neighboursOf(index, word)));
  const texts = correctionsOf(words, neighbours);
  const questions = texts.flatMap((text) => [{ name: text.join(' ') }, { words: text.map(whole) }]);
  return index.candidates(questions, types);
};

/** Names with the words somewhere inside of their words. */
export const inside: Finder = (index, { words, types }) => {
  const long = words.filter((word) => lettersOf(word).length >= MIN_LETTERS_INSIDE);
  return long.length === 0 ? Promise.resolve([]) : index.withInside(long, types);
};

const whole = (word: string): IndexWord[] => [{ word, isBeginning: false }];

/**
 * The index answers for beginnings of two and three letters at once. For a longer one it would first collect every row
 * of every word; those words are looked up instead, and the shortest asked for.
 */
async function wordsBegunBy(index: SearchRepository, word: string): Promise<WordGroups[number]> {
  const letters = lettersOf(word).length;
  if (letters === 1) return whole(word);
  if (letters <= 3 || !isSpellable(word)) return [{ word, isBeginning: true }];
  const words = await index.wordsBeginningWith(word, MAX_BEGINNINGS);
  return [word, ...words].map((begun) => ({ word: begun, isBeginning: false }));
}

async function neighboursOf(index: SearchRepository, word: string): Promise<string[]> {
  return isSpellable(word) ? index.wordsSpelled(spellingsOf(word), MAX_NEIGHBOURS) : [word];
}
