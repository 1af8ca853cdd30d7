import { type Database } from '@pezzottify/persistence';
import { type PopularResultStore } from '../../jobs/popular-content/popular-result-store.port.js';
import { type EntityPlays, type PopularContent } from '../../jobs/popular-content/popular-content.js';

const COMPUTED_KEY = 'computed';
const INSERT = `INSERT INTO popular_result (kind, rank, entity_id, play_count, computed_at)
  SELECT ?1, key + 1, value ->> '$.id', value ->> '$.plays', ?3 FROM json_each(?2)`;
const READ = 'SELECT kind, entity_id AS id, play_count AS plays FROM popular_result ORDER BY kind, rank';

/**
 * The result lives in `popular_result`. A result may be empty, and that is not the same as none: a row of the kind
 * `computed` says that there is one.
 */
export class SqlitePopularResultStore implements PopularResultStore {
  constructor(private readonly database: Database) {}

  async read(): Promise<PopularContent | undefined> {
    const rows = await this.database.reads.all<EntityPlays & { kind: string }>(READ);
    if (rows.length === 0) return undefined;
    const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ id, plays }) => ({ id, plays }));
    return { albums: of('album'), artists: of('artist') };
  }

  replace({ albums, artists }: PopularContent, computedAt: number): Promise<void> {
    return this.database.write(async (tx) => {
      await tx.run('DELETE FROM popular_result');
      await tx.run(INSERT, ['album', JSON.stringify(albums), computedAt]);
      await tx.run(INSERT, ['artist', JSON.stringify(artists), computedAt]);
      await tx.run(INSERT, [COMPUTED_KEY, JSON.stringify([{ id: '', plays: 0 }]), computedAt]);
    });
  }
}
