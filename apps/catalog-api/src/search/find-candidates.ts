import {
  type Candidate,
  type IndexWord,
  type SearchRepository,
  type WordGroups,
} from '../storage/catalog/search.repository.js';
import { type SearchType } from '../storage/catalog/search-blocks.js';
import { correctionsOf } from './corrections.js';
import { type QueryWord } from './query-words.js';
import { isSpellable, lettersOf, spellingsOf } from './spelling.js';

/** A query in searchable form. */
export interface ReadQuery {
  text: string;
  words: readonly QueryWord[];
  types: readonly SearchType[];
}

/** One way to find candidates; the next is tried when those before it found too little. */
export type Finder = (index: SearchRepository, query: ReadQuery) => Promise<Candidate[]>;

const MAX_NEIGHBOURS = 400;
const MIN_LETTERS_INSIDE = 3;

/** Names that are the query, begin with it, or have its words. */
export const asWritten: Finder = (index, { text, words, types }) => {
  const whole = words.map(({ word }) => exactly(word));
  return index.candidates({ names: [text], words: [whole] }, types);
};

/** Names with words that begin with the words of the query. */
export const begun: Finder = (index, { words, types }) => {
  const groups = words.map((word, number) => wordsBegunBy(word, number === words.length - 1));
  if (groups.every(isAsWritten)) return Promise.resolve([]);
  return index.candidates({ names: [], words: [groups] }, types);
};

/** The same for what may have been meant. */
export const corrected: Finder = async (index, { words, types }) => {
  const asked = words.map(({ word }) => word);
  const found = await index.wordsSpelled(new Map(asked.filter(isSpellable).map(withSpellings)), MAX_NEIGHBOURS);
  const texts = correctionsOf(
    asked,
    asked.map((word) => found.get(word) ?? [word]),
  );
  if (texts.length === 0) return [];
  const names = texts.map((text) => text.join(' '));
  return index.candidates({ names, words: texts.map((text) => text.map(exactly)) }, types);
};

/** Names with the words somewhere inside of their words. Words of the catalog are not looked for inside of others. */
export const inside: Finder = (index, { words, types }) => {
  const long = words.map(({ word }) => word).filter((word) => lettersOf(word).length >= MIN_LETTERS_INSIDE);
  if (long.length === 0 || words.every(({ isKnown }) => isKnown)) return Promise.resolve([]);
  return index.withInside(long, types);
};

const exactly = (word: string): IndexWord[] => [{ word, isBeginning: false }];

/**
 * A word that the catalog has stands for itself, unless it is the last one, which may still be being typed. The index
 * answers for beginnings of two and three letters at once; for longer ones it would first collect every row of every
 * word, so that the words are looked up instead.
 */
function wordsBegunBy({ word, isKnown, beginnings }: QueryWord, isLast: boolean): WordGroups[number] {
  const letters = lettersOf(word).length;
  if (letters === 1 || (isKnown && !isLast)) return exactly(word);
  if (letters <= 3 || !isSpellable(word)) return [{ word, isBeginning: true }];
  return [word, ...beginnings].flatMap(exactly);
}

/** Such a question was already asked by {@link asWritten}. */
const isAsWritten = (group: WordGroups[number]): boolean => group.length === 1 && group[0]?.isBeginning === false;

const withSpellings = (word: string): [string, string[]] => [word, spellingsOf(word)];
