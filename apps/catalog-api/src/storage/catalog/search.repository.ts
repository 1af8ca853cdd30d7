import { Inject, Injectable } from '@nestjs/common';
import { type Database, type SqlParams } from '@pezzottify/persistence';
import { spellingsOf, storedBeginningOf } from '../../search/spelling.js';
import { CATALOG_DATABASE } from '../../tokens.js';
import { blockOf, type SearchType, typeOfRow } from './search-blocks.js';
import { CANDIDATES, CANDIDATES_INSIDE, FIRST_LOOK } from './search-statements.js';

export interface Candidate {
  /** Of its name in the index. */
  rowId: number;
  type: SearchType;
  /** Of the entity. */
  id: string;
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

export interface FirstLook {
  candidates: Candidate[];
  /** By the words looked up; none, if there were candidates enough. */
  likeWords: ReadonlyMap<string, LikeWords>;
}

/** Some words of the catalog that are like another one. */
export interface LikeWords {
  /** That begin with it; the word itself, if the catalog has it, is the first. */
  beginnings: readonly string[];
  /** That share one of its spellings. */
  neighbours: readonly string[];
}

@Injectable()
export class SearchRepository {
  constructor(@Inject(CATALOG_DATABASE) private readonly database: Database) {}

  /**
   * Names that answer any of the questions: a bounded number for each of them and each type, so that a word half the
   * catalog has costs no more than a rare one. A name may come more than once.
   */
  candidates({ names, words }: IndexQuestions, types: readonly SearchType[]): Promise<Candidate[]> {
    return this.found(CANDIDATES, types, [JSON.stringify(names), JSON.stringify(words.map(allOf))]);
  }

  /**
   * The same, but once `enough` names are found no words are asked for; and where there are not enough candidates, what
   * the catalog has like these words.
   */
  async firstLook(
    { names, words }: IndexQuestions,
    lookUp: readonly string[],
    { types, enough }: { types: readonly SearchType[]; enough: number },
  ): Promise<FirstLook> {
    const spellings = lookUp.map((word) => [word, storedBeginningOf(word), spellingsOf(word)]);
    const lists = [blocksOf(types), names, words.map(allOf)].map((list) => JSON.stringify(list));
    const params = [...lists, enough, JSON.stringify(spellings)];
    const rows = await this.database.reads.all<LookRow>(FIRST_LOOK, params);
    return { candidates: candidatesOf(rows, types), likeWords: new Map(rows.flatMap(likeWordsOf)) };
  }

  /** Names that have all of these texts, of three letters or more, anywhere inside. */
  withInside(texts: readonly string[], types: readonly SearchType[]): Promise<Candidate[]> {
    return this.found(CANDIDATES_INSIDE, types, [JSON.stringify([texts.map(quoted).join(' AND ')])]);
  }

  private async found(sql: string, types: readonly SearchType[], asked: SqlParams): Promise<Candidate[]> {
    const rows = await this.database.reads.all<FoundRow>(sql, [JSON.stringify(blocksOf(types)), ...asked]);
    return candidatesOf(rows, types);
  }
}

interface FoundRow {
  found: string | null;
}

interface LookRow extends FoundRow {
  word: string | null;
  beginnings: string | null;
  neighbours: string | null;
}

const blocksOf = (types: readonly SearchType[]) => types.map((type) => ({ type, ...blockOf(type) }));

function candidatesOf(rows: readonly FoundRow[], types: readonly SearchType[]): Candidate[] {
  const candidates = rows.flatMap(({ found }) => (found === null ? [] : (JSON.parse(found) as FoundName[])));
  return candidates.map(candidateOf).filter(({ type }) => types.includes(type));
}

type FoundName = [rowId: number, id: string, text: string];

const candidateOf = ([rowId, id, text]: FoundName): Candidate => ({ rowId, type: typeOfRow(rowId), id, text });

const likeWordsOf = ({ word, beginnings, neighbours }: LookRow): [string, LikeWords][] =>
  word === null ? [] : [[word, { beginnings: listOf(beginnings), neighbours: listOf(neighbours) }]];

const listOf = (words: string | null): string[] => words?.split(' ') ?? [];

const allOf = (groups: WordGroups): string => groups.map(anyOf).join(' AND ');

const anyOf = (group: readonly IndexWord[]): string =>
  `(${group.map(({ word, isBeginning }) => `${quoted(word)}${isBeginning ? ' *' : ''}`).join(' OR ')})`;

/** A string of the FTS5 query language: signs in it mean nothing. */
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
