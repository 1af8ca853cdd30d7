import { type Database, type DatabaseSpec, ForwardMigration, OUTBOX_AND_INBOX_DDL } from '@pezzottify/persistence';
import { type MessageBus, recordEvent } from '../index.js';

/** `effects` has no unique key: an effect that happens twice is seen. */
class CreateEffects1700000000000 extends ForwardMigration {
  protected readonly statements = [
    ...OUTBOX_AND_INBOX_DDL,
    'CREATE TABLE effects (id INTEGER PRIMARY KEY, request_id TEXT NOT NULL)',
  ];
}

export const effectsSpec: DatabaseSpec = {
  name: 'effects',
  fileName: 'effects.db',
  entities: [],
  migrations: [CreateEffects1700000000000],
};

/** Each event in a transaction of its own, as services record them. */
export async function recordCompletions(database: Database, requestIds: readonly string[]): Promise<void> {
  const record = (id: string) =>
    database.write((tx) =>
      recordEvent(tx, {
        source: 'download-manager',
        type: 'hook.OnDownloadComplete',
        data: { request_id: id, album_id: 'album-1' },
      }),
    );
  await Promise.all(requestIds.map(record));
}

export function consumeCompletions(bus: MessageBus, database: Database): void {
  bus.consume({
    durable: 'completions',
    events: ['hook.OnDownloadComplete'],
    database,
    handle: async (event, tx) => {
      await tx.run('INSERT INTO effects (request_id) VALUES (?)', [event.data.request_id]);
    },
  });
}

/** Request ids in the order in which they had their effect. */
export async function effectsIn(database: Database): Promise<string[]> {
  const rows = await database.reads.all<{ request_id: string }>('SELECT request_id FROM effects ORDER BY id');
  return rows.map((row) => row.request_id);
}

export async function effectCount(database: Database): Promise<number> {
  const row = await database.reads.get<{ n: number }>('SELECT count(*) AS n FROM effects');
  return row?.n ?? 0;
}

export const countedIds = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(5, '0')}`);
