import sqlite3 from 'sqlite3';

const PER_ALBUM = 14;

export async function open(file) {
  const database = await new Promise((resolve, reject) => {
    const opened = new sqlite3.Database(file, (error) => (error ? reject(error) : resolve(opened)));
  });
  const call =
    (method) =>
    (sql, params = []) =>
      new Promise((resolve, reject) =>
        database[method](sql, params, (error, rows) => (error ? reject(error) : resolve(rows))),
      );
  const connection = { all: call('all'), run: call('run'), close: () => new Promise((done) => database.close(done)) };
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'busy_timeout = 60000',
    'foreign_keys = ON',
    'temp_store = MEMORY',
  ])
    await connection.all(`PRAGMA ${pragma}`);
  return connection;
}

/** Albums that are begun, each with its waiting tracks: `count` tracks in all, of as many users as albums, up to a hundred. */
export async function addWaiting(connection, prefix, count) {
  const albums = Math.ceil(count / PER_ALBUM);
  await connection.run('BEGIN IMMEDIATE');
  await connection.run(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
     INSERT INTO download_queue (id, status, priority, content_type, content_id, content_name, request_source,
       requested_by_user_id, created_at, started_at, expanded_at)
     SELECT ?1 || '-' || i, 'IN_PROGRESS', 2, 'ALBUM', ?1 || '-album-' || i, 'Album', 'USER', i % 100 + 1, 1000, 1001, 1001
     FROM n`,
    [prefix, albums],
  );
  await connection.run(
    `INSERT INTO download_request_participant SELECT id, requested_by_user_id, 1000, 0 FROM download_queue
     WHERE id LIKE ?1 || '-%' AND parent_id IS NULL`,
    [prefix],
  );
  await connection.run(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
     INSERT INTO download_queue (id, parent_id, status, priority, content_type, content_id, request_source,
       requested_by_user_id, created_at)
     SELECT ?1 || '-t-' || i, ?1 || '-' || (i / ${PER_ALBUM}), 'PENDING', 2, 'TRACK_AUDIO', ?1 || '-track-' || i, 'USER',
       (i / ${PER_ALBUM}) % 100 + 1, 1002 FROM n`,
    [prefix, count],
  );
  await connection.run('COMMIT');
  // The next commit would have to move all of it into the database.
  await connection.all('PRAGMA wal_checkpoint(TRUNCATE)');
}

export async function removeAll(connection) {
  await connection.run('DELETE FROM download_queue WHERE parent_id IS NOT NULL');
  for (const table of ['download_queue', 'download_audit_log', 'outbox', 'watchdog_finding'])
    await connection.run(`DELETE FROM ${table}`);
}
