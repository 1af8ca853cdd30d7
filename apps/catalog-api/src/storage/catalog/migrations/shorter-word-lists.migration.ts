import { ForwardMigration } from '@pezzottify/persistence';

/**
 * The index of words in pages of a quarter of the usual length. For names with two words FTS5 goes through the rows of
 * both, and can only leave out whole pages of the longer list: with a word that every tenth name has, shorter pages take
 * a third off the time (https://www.sqlite.org/fts5.html#the_pgsz_configuration_option).
 */
export class ShorterWordLists1764500000000 extends ForwardMigration {
  readonly name = 'ShorterWordLists1764500000000';

  protected readonly statements: readonly string[] = [
    `INSERT INTO search_words (search_words, rank) VALUES ('pgsz', 1000)`,
    // Only pages written from now on are shorter.
    `INSERT INTO search_words (search_words) VALUES ('rebuild')`,
  ];
}
