import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

/** What holds for the queue as a whole and outlives a restart; each key has one JSON value. */
export type QueueStateKey = 'pause' | 'throttle_reset' | 'media_marker' | 'watchdog_verification' | 'provider_circuits';

export async function readState(reader: Reader, key: QueueStateKey): Promise<unknown> {
  const row = await reader.get<{ value: string }>('SELECT value FROM download_queue_state WHERE key = ?', [key]);
  return row ? JSON.parse(row.value) : undefined;
}

export async function writeState(tx: WriteTransaction, key: QueueStateKey, value: unknown, now: number): Promise<void> {
  await tx.run(
    `INSERT INTO download_queue_state (key, value, updated_at) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
    [key, JSON.stringify(value), now],
  );
}

export async function removeState(tx: WriteTransaction, key: QueueStateKey): Promise<void> {
  await tx.run('DELETE FROM download_queue_state WHERE key = ?', [key]);
}
