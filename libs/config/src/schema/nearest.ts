import { closest, distance } from 'fastest-levenshtein';

/**
 * The known word that is nearest to a mistyped one. `phrase` is a question when it may well be what was meant, and a
 * plain statement when it is merely the nearest.
 */
export function nearest(text: string, known: readonly string[]): { word: string; isClose: boolean; phrase: string } {
  const lowered = text.toLowerCase();
  const word = closest(lowered, known);
  const isClose = distance(lowered, word) <= Math.max(2, Math.floor(word.length / 3));
  const phrase = isClose ? `did you mean ${JSON.stringify(word)}?` : `the nearest known one is ${JSON.stringify(word)}`;
  return { word, isClose, phrase };
}
