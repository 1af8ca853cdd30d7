import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { storedBeginningOf } from '../../search/spelling.js';
import { CATALOG_DATABASE } from '../../tokens.js';
import { blockOf, type SearchType, typeOfRow } from './search-blocks.js';
import {
  BETWEEN_CANDIDATES,
  CANDIDATES,
  CANDIDATES_INSIDE,
  WORDS_BEGINNING,
  WORDS_SPELLED,
} from './search-statements.js';

export interface Candidate {
  /** Of its name in the index. */
  rowId: number;
  type: SearchType;
  /** The name as searchable text. */
  text: string;
}

/** A word of the index, or the beginning of words. */
export interface IndexWord {
  word: string;
  isBeginning: boolean;
}

/** For each word of the query the words that satisfy it. */
export type WordGroups = readonly (readonly IndexWord[])[];

/** For names that equal one of these texts or begin with it, or that have all words of one of these groups. */
export interface IndexQuestions {
  names: readonly string[];
  words: readonly WordGroups[];
}

@Injectable()
export class SearchRepository {
  constructor(@Inject(CATALOG_DATABASE) private readonly database: Database) {}

  /**
   * Names that answer any of the questions: a bounded number for each of them and each type, so that a word half the
   * catalog has costs no more than a rare one. A name may come more than once.
   */
  candidates({ names, words }: IndexQuestions, types: readonly SearchType[]): Promise<Candidate[]> {
    return this.found(CANDIDATES, types, names, words.map(allOf));
  }

  /** Names that have all of these texts, of three letters or more, anywhere inside. */
  withInside(texts: readonly string[], types: readonly SearchType[]): Promise<Candidate[]> {
    return this.found(CANDIDATES_INSIDE, types, [texts.map(quoted).join(' AND ')]);
  }

  /** For each word those of the catalog that begin with it; the word itself, if the catalog has it, is the first. */
  wordsBeginningWith(words: readonly string[], limit: number): Promise<Map<string, string[]>> {
    return this.words(WORDS_BEGINNING, JSON.stringify(words.map((word) => [word, storedBeginningOf(word)])), limit);
  }

  /** For each word those of the catalog that share one of its spellings. */
  wordsSpelled(spellings: ReadonlyMap<string, readonly string[]>, limit: number): Promise<Map<string, string[]>> {
    return this.words(WORDS_SPELLED, JSON.stringify(Object.fromEntries(spellings)), limit);
  }

  private async words(sql: string, asked: string, limit: number): Promise<Map<string, string[]>> {
    const rows = await this.database.reads.all<{ asked: string; words: string | null }>(sql, [asked, limit]);
    return new Map(rows.map(({ asked: word, words }) => [word, words?.split(' ') ?? []]));
  }

  private async found(
    sql: string,
    types: readonly SearchType[],
    ...asked: readonly (readonly string[])[]
  ): Promise<Candidate[]> {
    const blocks = types.map((type) => ({ type, ...blockOf(type) }));
    const rows = await this.database.reads.all<{ found: string | null }>(
      sql,
      [blocks, ...asked].map((list) => JSON.stringify(list)),
    );
    return rows.flatMap(({ found }) => found?.split(BETWEEN_CANDIDATES).map(candidateOf) ?? []);
  }
}

function candidateOf(found: string): Candidate {
  const end = found.indexOf(' ');
  const rowId = Number(found.slice(0, end));
  return { rowId, type: typeOfRow(rowId), text: found.slice(end + 1) };
}

const allOf = (groups: WordGroups): string => groups.map(anyOf).join(' AND ');

const anyOf = (group: readonly IndexWord[]): string =>
  `(${group.map(({ word, isBeginning }) => `${quoted(word)}${isBeginning ? ' *' : ''}`).join(' OR ')})`;

/** A string of the FTS5 query language: signs in it mean nothing. */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
