import { tolerableTypos, typosBetween } from './spelling.js';
import { wordsOf } from './searchable-text.js';

/** Tells how far a name (searchable text) is from a query: 0 is equal, undefined is "not similar". */
export type Comparison = (name: string) => number | undefined;

/**
 * Each kind of match has a band of its own, so that the worst of a better kind comes before the best of a worse one;
 * within a band the name with less beside the query comes first.
 */
const BAND = { firstWords: 1000, beginning: 2000, words: 3000, beginningsOfWords: 4000, inside: 5000, typos: 6000 };
const BAND_PER_TYPO = 500;
const MAX_EXTRA = 499;

/** Beyond these nobody remembers a name, and comparing every word with every other would hold up everyone else. */
const MAX_ASKED_WORDS = 12;
const MAX_WORDS = 60;

/** Compares names with one query, which is taken apart only once. */
export function comparisonWith(query: string): Comparison {
  const asked = askedOf(query);
  return (name) => {
    if (name === query) return 0;
    const band = bandOf(asked, name);
    return band === undefined ? undefined : band + Math.min(MAX_EXTRA, Math.max(0, name.length - query.length));
  };
}

interface Asked {
  text: string;
  words: readonly AskedWord[];
  /** The query without its spaces: a space is easily forgotten. */
  joined: AskedWord;
}

interface AskedWord {
  text: string;
  tolerable: number;
}

const askedOf = (text: string): Asked => ({
  text,
  words: wordsOf(text).slice(0, MAX_ASKED_WORDS).map(askedWord),
  joined: askedWord(text.replaceAll(' ', '')),
});

const askedWord = (text: string): AskedWord => ({ text, tolerable: tolerableTypos(text) });

function bandOf(asked: Asked, name: string): number | undefined {
  if (name.startsWith(asked.text)) return name[asked.text.length] === ' ' ? BAND.firstWords : BAND.beginning;
  const words = wordsOf(name).slice(0, MAX_WORDS);
  if (!hasAll(asked, words, isInside)) return bandOfTypos(asked, name, words);
  if (hasAll(asked, words, isEqual)) return BAND.words;
  return hasAll(asked, words, isBeginning) ? BAND.beginningsOfWords : BAND.inside;
}

type WordMatch = (one: string, word: string) => boolean;

/** Runs for every candidate, and so does without functions of its own. */
function hasAll(asked: Asked, words: readonly string[], matches: WordMatch): boolean {
  for (const { text } of asked.words) {
    let isThere = false;
    for (const word of words) isThere ||= matches(text, word);
    if (!isThere) return false;
  }
  return true;
}

const isEqual: WordMatch = (one, word) => word === one;
const isBeginning: WordMatch = (one, word) => word.startsWith(one);

/** One or two letters are inside of almost every word; that is no similarity. */
const isInside: WordMatch = (one, word) => (one.length < 3 ? word.startsWith(one) : word.includes(one));

function bandOfTypos(asked: Asked, name: string, words: readonly string[]): number | undefined {
  const typos = typosInAll(asked, name, words) ?? typosWordByWord(asked.words, words);
  return typos === undefined ? undefined : BAND.typos + BAND_PER_TYPO * Math.max(1, typos);
}

/** As if there were no spaces; most names need not be joined to see that they are too long for that. */
function typosInAll({ joined }: Asked, name: string, words: readonly string[]): number | undefined {
  // Of a short text no typo is forgiven, a space is.
  if (areFirstWords(joined.text, words)) return 0;
  const letters = name.length - (words.length - 1);
  if (Math.abs(joined.text.length - letters) > joined.tolerable) return undefined;
  return forgivableTypos(joined, name.replaceAll(' ', ''));
}

/** Whether the first words, without the spaces between them, are this text. */
function areFirstWords(text: string, words: readonly string[]): boolean {
  let at = 0;
  for (const word of words) {
    if (!text.startsWith(word, at)) return false;
    at += word.length;
    if (at === text.length) return true;
  }
  return false;
}

function typosWordByWord(asked: readonly AskedWord[], words: readonly string[]): number | undefined {
  let sum = 0;
  for (const one of asked) {
    const fewest = fewestTypos(one, words);
    if (fewest === undefined) return undefined;
    sum += fewest;
  }
  return sum;
}

function fewestTypos(asked: AskedWord, words: readonly string[]): number | undefined {
  let fewest: number | undefined;
  for (const word of words) {
    const typos = word.startsWith(asked.text) ? 0 : forgivableTypos(asked, word);
    if (typos !== undefined && (fewest === undefined || typos < fewest)) fewest = typos;
  }
  return fewest;
}

/** The typos that make the asked word this one, or undefined when they are too many to recognise it. */
function forgivableTypos({ text, tolerable }: AskedWord, word: string): number | undefined {
  // Most words differ in length by more than that and need not be compared.
  if (tolerable === 0 || Math.abs(text.length - word.length) > tolerable) return undefined;
  const typos = typosBetween(text, word);
  return typos <= tolerable ? typos : undefined;
}
