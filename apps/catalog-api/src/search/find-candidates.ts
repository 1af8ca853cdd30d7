import {
  type Candidate,
  type FirstLook,
  type IndexWord,
  type SearchRepository,
  type WordGroups,
} from '../storage/catalog/search.repository.js';
import { type SearchType } from '../storage/catalog/search-blocks.js';
import { correctionsOf, type Spelling } from './corrections.js';
import { type QueryWord } from './query-words.js';
import { isSpellable, lettersOf, spacingsOf } from './spelling.js';

/** A query in searchable form, and what the first look has told about its words. */
export interface ReadQuery {
  words: readonly QueryWord[];
  types: readonly SearchType[];
}

/**
 * One way to find candidates, in steps: the best come first, and no further step is taken when there is enough. The next
 * way is tried when those before it found too little.
 */
export type Finder = (index: SearchRepository, query: ReadQuery) => AsyncIterable<Candidate[]>;

/** How long an answer may be. */
export const MAX_RESULTS = 30;

const MIN_LETTERS_INSIDE = 3;

/**
 * Names that are the query, begin with it, or have its words. The last are only asked for where those that begin with it
 * do not fill an answer: they would rank behind all of them.
 */
export const asWritten = (
  index: SearchRepository,
  { text, words, types }: { text: string; words: readonly string[]; types: readonly SearchType[] },
): Promise<FirstLook> =>
  index.firstLook({ names: [text], words: [words.map(exactly)] }, words.filter(isSpellable), {
    types,
    enough: MAX_RESULTS,
  });

/** Names with words that begin with the words of the query. */
export const begun: Finder = async function* (index, { words, types }) {
  const groups = words.map((word, number) => wordsBegunBy(word, number === words.length - 1));
  if (!groups.every(isAsWritten)) yield await index.candidates({ names: [], words: [groups] }, types);
};

/** The same for what may have been meant; of a single word, names that begin with the nearest are often enough. */
export const corrected: Finder = async function* (index, { words, types }) {
  const texts = correctionsOf(
    words.map(({ word }) => word),
    words.map(({ neighbours }) => neighbours),
  );
  const isFirst = ({ typos }: Spelling): boolean => words.length === 1 && typos === texts[0]?.typos;
  const [first, others] = [texts.filter(isFirst), texts.filter((text) => !isFirst(text))];
  if (first.length > 0) yield await index.candidates({ names: first.map(nameOf), words: [] }, types);
  if (texts.length === 0) return;
  yield await index.candidates({ names: others.map(nameOf), words: texts.map(wholeWords) }, types);
};

/** Names of the same letters with other spaces between them: Daft Punk for "daftpunk", Blackbird for "black bird". */
export const respaced: Finder = async function* (index, { words, types }) {
  const [first = '', ...others] = words.map(({ word }) => word);
  const names = others.length === 0 ? spacingsOf(first) : [[first, ...others].join('')];
  if (names.length > 0) yield await index.candidates({ names, words: [] }, types);
};

/** Names with the words somewhere inside of their words. Words of the catalog are not looked for inside of others. */
export const inside: Finder = async function* (index, { words, types }) {
  const long = words.map(({ word }) => word).filter((word) => lettersOf(word).length >= MIN_LETTERS_INSIDE);
  if (long.length > 0 && words.some(({ isKnown }) => !isKnown)) yield await index.withInside(long, types);
};

const exactly = (word: string): IndexWord[] => [{ word, isBeginning: false }];
const nameOf = ({ words }: Spelling): string => words.join(' ');
const wholeWords = ({ words }: Spelling): WordGroups => words.map(exactly);

/**
 * A word that the catalog has stands for itself, unless it is the last one, which may still be being typed. The index
 * answers for beginnings of two and three letters at once; for longer ones it would first collect every row of every
 * word, so that the words are looked up instead.
 */
function wordsBegunBy({ word, isKnown, beginnings }: QueryWord, isLast: boolean): WordGroups[number] {
  const letters = lettersOf(word).length;
  if (letters === 1 || (isKnown && !isLast)) return exactly(word);
  if (letters <= 3 || !isSpellable(word)) return [{ word, isBeginning: true }];
  return [...new Set([word, ...beginnings])].flatMap(exactly);
}

/** Such a question was already asked by {@link asWritten}. */
const isAsWritten = (group: WordGroups[number]): boolean => group.length === 1 && group[0]?.isBeginning === false;
