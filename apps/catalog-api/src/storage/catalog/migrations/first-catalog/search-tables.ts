/**
 * Two full-text indexes over the same text: `search_fts` finds any three letters inside a word, `search_words` finds
 * words and their beginnings, which by trigrams would mean to intersect lists as long as the catalog. Neither keeps the
 * text or its lengths: they are only asked which rows match, never for a rank.
 */
const fullTextIndex = (name: string, options: string): string =>
  `CREATE VIRTUAL TABLE ${name} USING fts5(
    matchable_text, content = 'search_items', content_rowid = 'rowid', columnsize = 0, ${options}
  )`;

const textLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Text arrives normalised, words apart by one space, and nothing else may divide it: this index keeps no positions and
 * refuses a word that it would have to look for as two. The tokenizer takes every character beyond ASCII for a letter,
 * whereas `unicode61` knows those of Unicode 6.1 only.
 */
const ASCII_SIGNS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const WORDS = textLiteral(`ascii tokenchars ${textLiteral(ASCII_SIGNS)}`);

const INDEXES = ['search_fts', 'search_words'];
const addTo = (index: string): string =>
  `INSERT INTO ${index} (rowid, matchable_text) VALUES (new.rowid, new.matchable_text);`;
const removeFrom = (index: string): string =>
  `INSERT INTO ${index} (${index}, rowid, matchable_text) VALUES ('delete', old.rowid, old.matchable_text);`;

export const SEARCH_TABLES: readonly string[] = [
  `CREATE TABLE search_items (
    rowid INTEGER PRIMARY KEY NOT NULL,
    item_type TEXT NOT NULL,
    item_id TEXT NOT NULL,
    matchable_text TEXT NOT NULL,
    CONSTRAINT "search_items_entity" UNIQUE ("item_type", "item_id")
  )`,
  'CREATE INDEX search_items_text ON search_items (item_type, matchable_text, item_id)',
  `CREATE TABLE search_spellings (
    spelling TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (spelling, word)
  ) WITHOUT ROWID`,
  fullTextIndex('search_fts', `tokenize = 'trigram'`),
  fullTextIndex('search_words', `tokenize = ${WORDS}, detail = 'none', prefix = '2 3'`),
  // Triggers, so that no write can store a name without making it searchable in the same transaction.
  `CREATE TRIGGER search_items_added AFTER INSERT ON search_items BEGIN ${INDEXES.map(addTo).join(' ')} END`,
  `CREATE TRIGGER search_items_removed AFTER DELETE ON search_items BEGIN ${INDEXES.map(removeFrom).join(' ')} END`,
  `CREATE TRIGGER search_items_renamed AFTER UPDATE OF matchable_text ON search_items
    WHEN old.matchable_text IS NOT new.matchable_text
    BEGIN ${INDEXES.map(removeFrom).join(' ')} ${INDEXES.map(addTo).join(' ')} END`,
];
