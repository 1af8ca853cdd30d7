import { type Database } from '@pezzottify/persistence';
import { type KnownFile } from '../scan/known-file.js';
import { type KnownFiles } from '../scan/known-files.port.js';
import { contentOf, storedContent } from './file-content.mapper.js';

/** Goes up when files must be read again because more, or something else, is taken from them. */
const READING_RULES = 1;

interface Row {
  path: string;
  size: number;
  modifiedMicros: number;
  content: string;
}

const knownFile = ({ content, ...file }: Row): KnownFile => ({ ...file, content: contentOf(content) });
const rowOf = ({ content, ...file }: KnownFile): Row => ({ ...file, content: storedContent(content) });

/** The index in an SQLite file. It is a cache: what it lacks is read from the library again. */
export class SqliteKnownFiles implements KnownFiles {
  private constructor(private readonly database: Database) {}

  /** Empties an index that was made for another folder or by other rules: equal sizes and times would deceive. */
  static async of(database: Database, libraryRoot: string): Promise<SqliteKnownFiles> {
    const wanted = JSON.stringify([
      ['library', libraryRoot],
      ['reading_rules', String(READING_RULES)],
    ]);
    await database.write(async (tx) => {
      const kept = await tx.all(
        'SELECT 1 FROM index_property JOIN json_each(?) AS w ON name = w.value->>0 AND index_property.value = w.value->>1',
        [wanted],
      );
      if (kept.length === 2) return;
      await tx.run('DELETE FROM known_file');
      await tx.run('DELETE FROM index_property');
      await tx.run('INSERT INTO index_property (name, value) SELECT value->>0, value->>1 FROM json_each(?)', [wanted]);
    });
    return new SqliteKnownFiles(database);
  }

  async load(): Promise<KnownFile[]> {
    const rows = await this.database.reads.all<Row>(
      'SELECT path, size, modified_micros AS modifiedMicros, content FROM known_file',
    );
    return rows.map(knownFile);
  }

  async save(files: readonly KnownFile[]): Promise<void> {
    await this.database.write((tx) =>
      tx.run(
        `INSERT INTO known_file (path, size, modified_micros, content)
         SELECT value->>'path', value->>'size', value->>'modifiedMicros', value->>'content' FROM json_each(?) WHERE true
         ON CONFLICT (path) DO UPDATE
         SET size = excluded.size, modified_micros = excluded.modified_micros, content = excluded.content`,
        [JSON.stringify(files.map(rowOf))],
      ),
    );
  }

  async forget(paths: readonly string[]): Promise<void> {
    await this.database.write((tx) =>
      tx.run('DELETE FROM known_file WHERE path IN (SELECT value FROM json_each(?))', [JSON.stringify(paths)]),
    );
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
