import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { storedBeginningOf } from '../../search/spelling.js';
import { CATALOG_DATABASE } from '../../tokens.js';
import { compactSql } from './compact-sql.js';
import { type Branch, branchesOf, type IndexQuestion, insideBranches } from './search-branches.js';
import { type SearchType } from './search-blocks.js';

export interface Candidate {
  type: SearchType;
  id: string;
  /** The name as searchable text. */
  text: string;
}

/** Far behind every letter: the end of the range of texts with a common beginning. */
const AFTER_LAST_LETTER = '\u{10ffff}';

@Injectable()
export class SearchRepository {
  constructor(@Inject(CATALOG_DATABASE) private readonly database: Database) {}

  /**
   * Names that answer any of the questions: a bounded number of each kind and type, so that a word half the catalog has
   * costs no more than a rare one.
   */
  candidates(questions: readonly IndexQuestion[], types: readonly SearchType[]): Promise<Candidate[]> {
    return this.union(questions.flatMap((question) => branchesOf(question, types)));
  }

  /** Names that have all of these texts, of three letters or more, anywhere inside. */
  withInside(texts: readonly string[], types: readonly SearchType[]): Promise<Candidate[]> {
    return this.union(insideBranches(texts, types));
  }

  /** Words of the catalog that begin with this one; the word itself, if the catalog has it, is the first. */
  async wordsBeginningWith(word: string, limit: number): Promise<string[]> {
    const stored = storedBeginningOf(word);
    const rows = await this.database.reads.all<{ word: string }>(
      `SELECT DISTINCT word FROM search_spellings
       WHERE spelling >= ? AND spelling < ? AND word >= ? AND word < ? LIMIT ?`,
      [stored, stored + AFTER_LAST_LETTER, word, word + AFTER_LAST_LETTER, limit],
    );
    return rows.map(({ word: found }) => found);
  }

  /** Words of the catalog that share one of these spellings. */
  async wordsSpelled(spellings: readonly string[], limit: number): Promise<string[]> {
    const rows = await this.database.reads.all<{ word: string }>(
      `SELECT DISTINCT word FROM search_spellings WHERE spelling IN (SELECT value FROM json_each(?)) LIMIT ?`,
      [JSON.stringify(spellings), limit],
    );
    return rows.map(({ word }) => word);
  }

  private async union(branches: readonly Branch[]): Promise<Candidate[]> {
    if (branches.length === 0) return [];
    const sql = compactSql(branches.map(({ sql: branch }) => `SELECT * FROM (${branch})`).join(' UNION '));
    return this.database.reads.all<Candidate>(
      sql,
      branches.flatMap(({ params }) => params),
    );
  }
}
