import { compare } from './rank.js';
import { tolerableTypos, typosBetween } from './spelling.js';

const MAX_PER_WORD = 4;
const MAX_TEXTS = 3;

export interface Spelling {
  words: readonly string[];
  typos: number;
}

/**
 * What the writer of `words` may have meant: for each word the nearest of its `neighbours` (words of the catalog), all
 * of them together with the fewest typos first. Empty when a word has no neighbour: no name can have all words then.
 */
export function correctionsOf(words: readonly string[], neighbours: readonly (readonly string[])[]): Spelling[] {
  let texts: Spelling[] = [{ words: [], typos: 0 }];
  for (const [index, word] of words.entries()) {
    const choices = choicesFor(word, neighbours[index] ?? []);
    texts = texts
      .flatMap((text) => choices.map((choice) => joined(text, choice)))
      .sort((one, other) => one.typos - other.typos)
      .slice(0, MAX_TEXTS);
  }
  return texts.filter((text) => text.words.join(' ') !== words.join(' '));
}

function choicesFor(word: string, neighbours: readonly string[]): Spelling[] {
  const tolerable = tolerableTypos(word);
  return neighbours
    .map((neighbour) => ({ words: [neighbour], typos: typosBetween(word, neighbour) }))
    .filter(({ typos }) => typos <= tolerable)
    .sort((one, other) => one.typos - other.typos || compare(one.words.join(), other.words.join()))
    .slice(0, MAX_PER_WORD);
}

const joined = (one: Spelling, other: Spelling): Spelling => ({
  words: [...one.words, ...other.words],
  typos: one.typos + other.typos,
});
