import { type WriteTransaction } from '@pezzottify/persistence';
import { searchableText, wordsOf } from '../../search/searchable-text.js';
import { isSpellable, spellingsOf, storedBeginningOf } from '../../search/spelling.js';
import { blockOf, type SearchType } from './search-blocks.js';

export interface NamedEntity {
  id: string;
  name: string;
}

/**
 * Makes entities findable under their names, new or changed, in the transaction that stores them. The full-text indexes
 * follow by triggers.
 */
export async function indexNames(
  tx: WriteTransaction,
  type: SearchType,
  entities: readonly NamedEntity[],
): Promise<void> {
  if (entities.length === 0) return;
  const texts = entities.map(({ id, name }) => ({ id, text: searchableText(name) }));
  await tx.run(upsertOf(type), [JSON.stringify(texts)]);
  await addWords(
    tx,
    texts.flatMap(({ text }) => wordsOf(text)),
  );
}

/** Row ids go on from the last of the type's block; numbers of that size only reach SQLite whole as part of the text. */
const upsertOf = (type: SearchType): string => {
  const { first, last } = blockOf(type);
  return `
    WITH named AS (
      SELECT value ->> 'id' AS id, value ->> 'text' AS text, row_number() OVER () AS number FROM json_each(?)),
    end_of_block AS (
      SELECT coalesce(max(rowid), ${first - 1}) AS rowid FROM search_items WHERE rowid BETWEEN ${first} AND ${last})
    INSERT INTO search_items (rowid, item_type, item_id, matchable_text)
    SELECT end_of_block.rowid + named.number, '${type}', named.id, named.text FROM named, end_of_block
    WHERE true
    ON CONFLICT (item_type, item_id) DO UPDATE SET matchable_text = excluded.matchable_text`;
};

/** Words stay when the last name with them goes: they then lead to nothing, which costs a look-up and nothing else. */
async function addWords(tx: WriteTransaction, words: readonly string[]): Promise<void> {
  const spellable = [...new Set(words)].filter(isSpellable);
  const rows = (await newOnes(tx, spellable)).flatMap((word) => spellingsOf(word).map((spelling) => [spelling, word]));
  if (rows.length === 0) return;
  await tx.run(
    `INSERT OR IGNORE INTO search_spellings (spelling, word) SELECT value ->> 0, value ->> 1 FROM json_each(?)`,
    [JSON.stringify(rows)],
  );
}

/** Most words of a name are in another name already, and one look tells, where storing their spellings takes nine. */
async function newOnes(tx: WriteTransaction, words: readonly string[]): Promise<string[]> {
  const asked = words.map((word) => [storedBeginningOf(word), word]);
  const rows = await tx.all<{ word: string }>(
    `SELECT asked.value ->> 1 AS word FROM json_each(?) asked LEFT JOIN search_spellings known
       ON known.spelling = asked.value ->> 0 AND known.word = asked.value ->> 1
     WHERE known.word IS NULL`,
    [JSON.stringify(asked)],
  );
  return rows.map(({ word }) => word);
}

export async function removeNames(tx: WriteTransaction, type: SearchType, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(`DELETE FROM search_items WHERE item_type = '${type}' AND item_id IN (SELECT value FROM json_each(?))`, [
    JSON.stringify(ids),
  ]);
}
