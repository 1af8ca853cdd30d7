import { blockOf, type SearchType } from './search-blocks.js';

/** One bounded way to find names; several of them are asked as one statement. */
export interface Branch {
  sql: string;
  params: readonly string[];
}

/** A word of the index, or the beginning of words. */
export interface IndexWord {
  word: string;
  isBeginning: boolean;
}

/** For each word of the query the words that satisfy it. */
export type WordGroups = readonly (readonly IndexWord[])[];

const MAX_EQUAL = 40;
const MAX_BEGINNING = 60;
const MAX_WITH_WORDS = 60;
const MAX_INSIDE = 60;

const COLUMNS = 'item_type AS type, item_id AS id, matchable_text AS text';
const AFTER_LAST_LETTER = '\u{10ffff}';

/** What the index is asked: for names that equal a text or begin with it, or for names that have all these words. */
export type IndexQuestion = { name: string } | { words: WordGroups };

export function branchesOf(question: IndexQuestion, types: readonly SearchType[]): Branch[] {
  if ('name' in question) {
    return types.flatMap((type) => [equal(type, question.name), beginning(type, question.name)]);
  }
  const match = question.words.map(anyOf).join(' AND ');
  return types.map((type) => fullText('search_words', type, match));
}

export function insideBranches(texts: readonly string[], types: readonly SearchType[]): Branch[] {
  const match = texts.map(quoted).join(' AND ');
  return types.map((type) => fullText('search_fts', type, match));
}

const equal = (type: SearchType, text: string): Branch => ({
  sql: `SELECT ${COLUMNS} FROM search_items WHERE item_type = '${type}' AND matchable_text = ?
        ORDER BY item_id LIMIT ${MAX_EQUAL}`,
  params: [text],
});

const beginning = (type: SearchType, text: string): Branch => ({
  sql: `SELECT ${COLUMNS} FROM search_items WHERE item_type = '${type}' AND matchable_text > ? AND matchable_text < ?
        ORDER BY matchable_text, item_id LIMIT ${MAX_BEGINNING}`,
  params: [text, text + AFTER_LAST_LETTER],
});

/** The join order is forced: the planner cannot know how few rows the limit leaves. */
function fullText(index: 'search_words' | 'search_fts', type: SearchType, match: string): Branch {
  const { first, last } = blockOf(type);
  const limit = index === 'search_words' ? MAX_WITH_WORDS : MAX_INSIDE;
  return {
    sql: `SELECT item_type AS type, item_id AS id, s.matchable_text AS text
          FROM ${index} f CROSS JOIN search_items s ON s.rowid = f.rowid
          WHERE ${index} MATCH ? AND f.rowid BETWEEN ${first} AND ${last} LIMIT ${limit}`,
    params: [match],
  };
}

const anyOf = (group: readonly IndexWord[]): string =>
  `(${group.map(({ word, isBeginning }) => `${quoted(word)}${isBeginning ? ' *' : ''}`).join(' OR ')})`;

/** A string of the FTS5 query language: signs in it mean nothing. */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
