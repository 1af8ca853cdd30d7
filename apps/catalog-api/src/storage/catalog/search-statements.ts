import { compactSql } from './compact-sql.js';
import { SEARCH_TYPES } from './search-blocks.js';

// No limit here is a bound parameter: SQLite prepares a statement again each time one is bound.

/** Enough to fill an answer with each kind of match from each type. */
const MAX_BY_NAME = 40;
const MAX_BY_WORDS = 30;

const MAX_BEGINNINGS = 24;
const MAX_NEIGHBOURS = 400;

/** Far behind every letter: the end of the range of texts with a common beginning. */
const END = '|| char(0x10ffff)';

/**
 * Candidates as one JSON text of [row id, id, text], all of them in one value: as rows of their own, making them would
 * cost more than finding them.
 */
const asOneText = (select: string): string =>
  `(SELECT concat('[', group_concat(concat('[', row, ',', json_quote(id), ',', json_quote(text), ']')), ']') FROM (${select}))`;

/** Equal texts come first in the index, then those that go on; nobody misses the latter where there are so many equal ones. */
const BY_NAME = asOneText(`
  SELECT rowid AS row, item_id AS id, matchable_text AS text FROM search_items
  WHERE item_type = block.value ->> 'type' AND matchable_text >= asked.value
    AND matchable_text < asked.value ${END}
  ORDER BY matchable_text, item_id LIMIT ${MAX_BY_NAME}`);

/** The join order is forced: the planner cannot know how few rows the limit leaves. */
const byMatch = (index: string, from: string, to: string, most: number): string =>
  asOneText(`
  SELECT s.rowid AS row, s.item_id AS id, s.matchable_text AS text
  FROM ${index} f CROSS JOIN search_items s ON s.rowid = f.rowid
  WHERE ${index} MATCH asked.value AND f.rowid BETWEEN ${from} AND ${to}
  LIMIT ${most}`);

const blocks = (aggregate: string): string => `(SELECT ${aggregate} FROM json_each(?1))`;

/**
 * From all blocks at once, which costs a third of asking for each; only where that gives as many as all blocks together
 * may be asked for is each asked, as the first of them might have taken the room of the others.
 */
const byWords = (index: string, parameter: number, condition: string): string => {
  const most = MAX_BY_WORDS * SEARCH_TYPES.length;
  const [first, last] = [blocks(`min(value ->> 'first')`), blocks(`max(value ->> 'last')`)];
  const ofBlock = byMatch(index, `block.value ->> 'first'`, `block.value ->> 'last'`, MAX_BY_WORDS);
  return `
    whole AS MATERIALIZED (
      SELECT value, ${byMatch(index, first, last, most)} AS found FROM json_each(?${parameter}) asked WHERE ${condition}),
    matching AS (
      SELECT found FROM whole
      UNION ALL SELECT ${ofBlock} FROM whole asked, json_each(?1) block WHERE json_array_length(asked.found) >= ${most})`;
};

/** A word contains no space. */
const wordsWith = (condition: string, most: number): string =>
  `(SELECT group_concat(word, ' ') FROM (SELECT DISTINCT word FROM search_spellings WHERE ${condition} LIMIT ${most}))`;

const BEGINNINGS = wordsWith(
  `spelling >= asked.value ->> 1 AND spelling < (asked.value ->> 1) ${END}
    AND word >= asked.value ->> 0 AND word < (asked.value ->> 0) ${END}`,
  MAX_BEGINNINGS,
);

const NEIGHBOURS = wordsWith("spelling IN (SELECT value FROM json_each(asked.value, '$[2]'))", MAX_NEIGHBOURS);

const WORDS_LIKE = `
  SELECT asked.value ->> 0 AS word, ${BEGINNINGS} AS beginnings, ${NEIGHBOURS} AS neighbours FROM json_each(?5) asked`;

const NAMED = `
  named AS MATERIALIZED (SELECT ${BY_NAME} AS found FROM json_each(?2) asked, json_each(?1) block)`;

const numberIn = (found: string): string => `(SELECT ifnull(sum(json_array_length(found)), 0) FROM ${found})`;

/**
 * `?1`: blocks of row ids with their types, `?2`: names or their beginnings, `?3`: queries for the index of words. Between
 * the blocks asked for, others may be found.
 */
export const CANDIDATES = compactSql(`
  WITH ${NAMED}, ${byWords('search_words', 3, 'true')}
  SELECT found FROM named UNION ALL SELECT found FROM matching`);

/**
 * The same, but with `?4` names the index is not asked for words, and with as many candidates nothing is said about the
 * words `?5`: [word, the part under which it is stored, its spellings]. Three questions in one, as going to SQLite and
 * back costs more than the answer to most of them.
 */
export const FIRST_LOOK = compactSql(`
  WITH ${NAMED}, ${byWords('search_words', 3, `${numberIn('named')} < ?4`)},
  candidates AS MATERIALIZED (SELECT found FROM named UNION ALL SELECT found FROM matching)
  SELECT found, NULL AS word, NULL AS beginnings, NULL AS neighbours FROM candidates
  UNION ALL SELECT NULL, word, beginnings, neighbours FROM (${WORDS_LIKE}) WHERE ${numberIn('candidates')} < ?4`);

/** `?1` as for the candidates, `?2`: queries for the index of what is inside of words. */
export const CANDIDATES_INSIDE = compactSql(`WITH ${byWords('search_fts', 2, 'true')} SELECT found FROM matching`);
