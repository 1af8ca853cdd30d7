import { compactSql } from './compact-sql.js';

/** Enough to fill an answer with each kind of match from each type. */
const MAX_BY_NAME = 30;
const MAX_BY_WORDS = 30;

/** Far behind every letter: the end of the range of texts with a common beginning. */
const END = '|| char(0x10ffff)';

/** Between the candidates of an answer; searchable text contains no sign below the space. */
export const BETWEEN_CANDIDATES = '\u001e';

/**
 * Each candidate as its row id, a space, and its text, all of them in one value: as rows of their own, making them would
 * cost more than finding them.
 */
const asOneText = (select: string): string =>
  `(SELECT group_concat(concat(id, ' ', text), char(${BETWEEN_CANDIDATES.charCodeAt(0)})) FROM (${select}))`;

/** Equal texts come first in the index, then those that go on; nobody misses the latter where there are so many equal ones. */
const BY_NAME = asOneText(`
  SELECT rowid AS id, matchable_text AS text FROM search_items
  WHERE item_type = block.value ->> 'type' AND matchable_text >= asked.value
    AND matchable_text < asked.value ${END}
  ORDER BY matchable_text, item_id LIMIT ${MAX_BY_NAME}`);

/** The join order is forced: the planner cannot know how few rows the limit leaves. */
const byMatch = (index: string): string =>
  asOneText(`
  SELECT s.rowid AS id, s.matchable_text AS text FROM ${index} f CROSS JOIN search_items s ON s.rowid = f.rowid
  WHERE ${index} MATCH asked.value AND f.rowid BETWEEN block.value ->> 'first' AND block.value ->> 'last'
  LIMIT ${MAX_BY_WORDS}`);

const each = (found: string, parameter: number): string =>
  `SELECT ${found} AS found FROM json_each(?${parameter}) asked, json_each(?1) block`;

/** `?1`: blocks of row ids with their types, `?2`: names or their beginnings, `?3`: queries for the index of words. */
export const CANDIDATES = compactSql(`${each(BY_NAME, 2)} UNION ALL ${each(byMatch('search_words'), 3)}`);

/** Words with what belongs to them, in one row each; a word contains no space. */
const wordsFor = (asked: string, found: string): string =>
  compactSql(`
  SELECT asked.${asked} AS asked, (SELECT group_concat(word, ' ') FROM (
    SELECT DISTINCT word FROM search_spellings WHERE ${found} LIMIT ?2)) AS words
  FROM json_each(?1) asked`);

/** `?1`: words as [word, the part under which they are stored]; `?2`: how many for each. */
export const WORDS_BEGINNING = wordsFor(
  'value ->> 0',
  `spelling >= asked.value ->> 1 AND spelling < (asked.value ->> 1) ${END}
    AND word >= asked.value ->> 0 AND word < (asked.value ->> 0) ${END}`,
);

/** `?1`: the spellings of each word, by the word; `?2` likewise. */
export const WORDS_SPELLED = wordsFor('key', 'spelling IN (SELECT value FROM json_each(asked.value))');

/** `?1` as for the candidates, `?2`: queries for the index of what is inside of words. */
export const CANDIDATES_INSIDE = compactSql(each(byMatch('search_fts'), 2));
