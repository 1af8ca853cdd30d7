import { describe, expect, it } from '@jest/globals';
import { openDatabase, schemaDifferences } from '@pezzottify/testing';
import { queueDatabase } from './queue-database.js';

describe('download_queue.db', () => {
  it('is the same by its migrations and by its entities', async () => {
    expect(await schemaDifferences(queueDatabase)).toEqual([]);
  });

  it.each([
    ['download_queue', 25],
    ['download_activity_log', 7],
    ['download_audit_log', 9],
    ['download_request_participant', 4],
    ['download_queue_state', 3],
    ['watchdog_scan', 16],
    ['watchdog_finding', 14],
    ['outbox', 6],
    ['inbox', 2],
  ])('has the table %s of the storage contract', async (table, columns) => {
    const database = await openDatabase(queueDatabase);
    const found = await database.reads.all('SELECT name FROM pragma_table_info(?)', [table]);
    expect(found.length).toBeGreaterThanOrEqual(columns);
  });

  it('refuses a second active album and a second child for the same content', async () => {
    const database = await openDatabase(queueDatabase);
    const insert = (id: string, parent: string | null, type: string, status = 'PENDING') =>
      database.write((tx) =>
        tx.run(
          `INSERT INTO download_queue (id, parent_id, status, priority, content_type, content_id, request_source, created_at)
           VALUES (?, ?, ?, 2, ?, 'x1', 'USER', 1)`,
          [id, parent, status, type],
        ),
      );
    await insert('a', null, 'ALBUM');
    await expect(insert('b', null, 'ALBUM')).rejects.toThrow(/UNIQUE/);
    await insert('c', null, 'ALBUM', 'FAILED');
    await insert('d', 'a', 'TRACK_AUDIO', 'FAILED');
    await expect(insert('e', 'a', 'TRACK_AUDIO')).rejects.toThrow(/UNIQUE/);
  });
});
