/** Letters that Unicode does not take apart into a base letter and an accent, but that people type without. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
};

const SPECIAL = new RegExp(`[${Object.keys(PLAIN_LETTERS).join('')}]`, 'g');

/** Accents of Latin, Greek and Cyrillic. Other marks stay: without its vowel signs a Hindi word is another word. */
const ACCENTS = /[\u0300-\u036f]/g;

/** Apostrophes join ("don't" is typed "dont"), every other sign separates. */
const APOSTROPHES = /['’ʼ`´]/g;
const SIGNS = /[^\p{L}\p{N}\p{M}]+/gu;
const INVISIBLE = /[\p{Z}\p{C}\s]+/gu;

/**
 * The form in which names and queries are compared: lower case, without accents and punctuation, words apart by one
 * space. A name that consists of signs only is kept as it is, or nobody would find the band "!!!".
 */
export function searchableText(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(ACCENTS, '')
    .replace(SPECIAL, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .normalize('NFC');
  const words = plain.replace(APOSTROPHES, '').replace(SIGNS, ' ').trim();
  return words === '' ? plain.replace(INVISIBLE, ' ').trim() : words;
}

/** The words of a searchable text. */
export const wordsOf = (text: string): string[] => (text === '' ? [] : text.split(' '));
