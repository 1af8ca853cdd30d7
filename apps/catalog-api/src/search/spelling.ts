import { distance } from 'fastest-levenshtein';

/** Longer words are stored by their beginning; a typo behind it is found by comparing the words. */
const STORED_LETTERS = 8;

const MIN_LETTERS = 3;
const MAX_LETTERS = 24;

/** Code points: what SQLite counts as a character. */
export const lettersOf = (word: string): string[] => Array.from(word);

/** Of an initialism every spacing is tried ("R.E.M." is indexed as single letters), of longer words one space. */
const LONGEST_INITIALISM = 5;

/** The word with spaces in it: all that may have been left out. */
export function spacingsOf(word: string): string[] {
  const letters = lettersOf(word);
  if (letters.length < 2 || letters.length > MAX_LETTERS) return [];
  const gaps = letters.slice(1).map((_, gap) => [gap + 1]);
  const choices = letters.length > LONGEST_INITIALISM ? gaps : subsetsOf(gaps.flat());
  return choices.map((spaced) => letters.map((letter, at) => (spaced.includes(at) ? ` ${letter}` : letter)).join(''));
}

const subsetsOf = (gaps: readonly number[]): number[][] =>
  gaps.reduce<number[][]>((sets, gap) => [...sets, ...sets.map((set) => [...set, gap])], [[]]).slice(1);

/** Numbers and codes are not misspelt words: the neighbours of "1979" are other years. */
export const isSpellable = (word: string): boolean =>
  word.length >= MIN_LETTERS && word.length <= MAX_LETTERS && !/\p{N}/u.test(word);

/**
 * The beginning of a word and what is left of it when one letter is missing. Two words that differ by one added, missing,
 * wrong or swapped letter have one of these in common.
 */
export function spellingsOf(word: string): string[] {
  const letters = lettersOf(word).slice(0, STORED_LETTERS);
  const shortened = letters.map((_, missing) => letters.toSpliced(missing, 1).join(''));
  return [...new Set([letters.join(''), ...shortened])];
}

/** The part of a word under which every word that begins with it is stored. */
export const storedBeginningOf = (word: string): string => lettersOf(word).slice(0, STORED_LETTERS).join('');

/** Letters to change to make one word the other; two neighbours swapped count as one. */
export function typosBetween(one: string, other: string): number {
  const letters = distance(one, other);
  return letters === 2 && isSwap(one, other) ? 1 : letters;
}

function isSwap(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  return one[at] === other[at + 1] && one[at + 1] === other[at];
}

/** How many typos still leave a word recognisable. */
export function tolerableTypos(word: string): number {
  if (!isSpellable(word)) return 0;
  return word.length < 6 ? 1 : 2;
}
