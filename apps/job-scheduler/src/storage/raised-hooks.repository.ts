import { HOOKS, type Hook } from '@pezzottify/contracts';
import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { toText } from './instant.js';

const KEY_PREFIX = 'raised:';

/** Remembers when each hook was last raised. */
export async function noteRaised(tx: WriteTransaction, hook: Hook, now: number): Promise<void> {
  await tx.run(
    `INSERT INTO server_state ("key", value, updated_at) VALUES (?1, ?2, ?2)
     ON CONFLICT ("key") DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
    [KEY_PREFIX + hook, toText(now)],
  );
}

export async function raisedSince(reader: Reader, since: number): Promise<Hook[]> {
  const sql = `SELECT "key" FROM server_state WHERE "key" LIKE '${KEY_PREFIX}%' AND value >= ?`;
  const keys = (await reader.all<{ key: string }>(sql, [toText(since)])).map(({ key }) => key);
  return HOOKS.filter((hook) => keys.includes(KEY_PREFIX + hook));
}
