/** The same numbers in every run (mulberry32): from 0 to below 1. */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A rank from 0 to below `size`, each about as often as 1 / (rank + 1). */
export const zipf = (random, size) => Math.min(size - 1, Math.floor(Math.exp(random() * Math.log(size + 1))) - 1);

const SYLLABLES =
  'ka lo mi ra ten sol bri du fen gar hal is jor kel lun mar nor os pel qui ros sta tir ul ven wy xan yor zel am'.split(
    ' ',
  );

/** Words of two to four syllables, all different. */
export function vocabulary(random, size) {
  const words = new Set();
  while (words.size < size) {
    const length = 2 + Math.floor(random() * 3);
    words.add(Array.from({ length }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join(''));
  }
  return [...words];
}
