import { forgivableTypos } from './spelling.js';
import { wordsOf } from './searchable-text.js';

/**
 * How far a name is from a query, both as searchable text: 0 is equal, undefined is "not similar". Each kind of match has
 * a band of its own, so that the worst of a better kind comes before the best of a worse one; within a band the name with
 * less beside the query comes first.
 */
export function differenceBetween(query: string, name: string): number | undefined {
  if (query === name) return 0;
  const band = bandOf(query, name);
  return band === undefined ? undefined : band + Math.min(MAX_EXTRA, Math.max(0, name.length - query.length));
}

const BAND = { firstWords: 1000, beginning: 2000, words: 3000, beginningsOfWords: 4000, inside: 5000, typos: 6000 };
const BAND_PER_TYPO = 500;
const MAX_EXTRA = 499;

/** Beyond these nobody remembers a name, and comparing every word with every other would hold up everyone else. */
const MAX_ASKED_WORDS = 12;
const MAX_WORDS = 60;

function bandOf(query: string, name: string): number | undefined {
  if (name.startsWith(`${query} `)) return BAND.firstWords;
  if (name.startsWith(query)) return BAND.beginning;
  const asked = wordsOf(query).slice(0, MAX_ASKED_WORDS);
  const words = wordsOf(name).slice(0, MAX_WORDS);
  if (everyHas(asked, words, (one, word) => word === one)) return BAND.words;
  if (everyHas(asked, words, (one, word) => word.startsWith(one))) return BAND.beginningsOfWords;
  if (everyHas(asked, words, (one, word) => isInside(one, word))) return BAND.inside;
  const typos = typosOf(query, asked, name, words);
  return typos === undefined ? undefined : BAND.typos + BAND_PER_TYPO * typos;
}

const everyHas = (
  asked: readonly string[],
  words: readonly string[],
  matches: (one: string, word: string) => boolean,
): boolean => asked.every((one) => words.some((word) => matches(one, word)));

/** One or two letters are inside of almost every word; that is no similarity. */
const isInside = (one: string, word: string): boolean => (one.length < 3 ? word.startsWith(one) : word.includes(one));

/** Typos word by word, or over the whole text where the difference is a space. */
function typosOf(query: string, asked: readonly string[], name: string, words: readonly string[]): number | undefined {
  const whole = forgivableTypos(query.replaceAll(' ', ''), name.replaceAll(' ', ''));
  if (whole !== undefined) return Math.max(1, whole);
  let sum = 0;
  for (const one of asked) {
    const fewest = fewestTypos(one, words);
    if (fewest === undefined) return undefined;
    sum += fewest;
  }
  return sum;
}

function fewestTypos(asked: string, words: readonly string[]): number | undefined {
  const typos = words.map((word) => (word.startsWith(asked) ? 0 : forgivableTypos(asked, word)));
  return typos.filter((count) => count !== undefined).sort((one, other) => one - other)[0];
}
