/** Quotes of all kinds, and letters that Unicode does not take apart although people type them without their stroke. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  ŧ: 't',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '“': '"',
  '”': '"',
};

const replaced = (text: string): string =>
  text.replace(/[^\u0020-\u007e]/gu, (character) => REPLACEMENTS[character] ?? character);

/** Only the accents of Latin, Greek and Cyrillic go; the vowel signs of other scripts make different words. */
const withoutAccents = (text: string): string => text.normalize('NFKD').replace(/[\u0300-\u036f]/gu, '');

const UNTIDY = /`|^\s|\s$|\s\s|[^\S ]/u;

const tidied = (text: string): string =>
  UNTIDY.test(text) ? text.replaceAll('`', "'").replace(/\s+/gu, ' ').trim() : text;

/**
 * What two spellings of the same name have in common: case, accents, kinds of quotes and dashes, and spacing do not
 * count. Punctuation does: albums are called `+` and `-`.
 */
export function nameKey(text: string): string {
  if (/^[\u0020-\u007e]*$/u.test(text)) return tidied(text.toLowerCase());
  const folded = withoutAccents(text).toLowerCase();
  return tidied(replaced(folded).replace(/\p{Dash_Punctuation}/gu, '-'));
}

/** Words for searching: as {@link nameKey}, without punctuation unless a name is nothing else (`!!!`). */
export function searchText(text: string): string {
  const key = nameKey(text);
  const words = key
    .replace(/'/gu, '')
    .replace(/[^\p{Letter}\p{Number}\p{Mark}]+/gu, ' ')
    .trim();
  return words === '' ? key : words;
}
