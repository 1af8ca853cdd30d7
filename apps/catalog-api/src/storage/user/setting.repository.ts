import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

export interface Setting {
  readonly key: string;
  readonly value: boolean;
}

/** The text the database holds, which is JSON too. */
type StoredSetting = Record<'key' | 'value', string>;

const LIST = `SELECT setting_key AS key, setting_value AS value FROM user_settings
  WHERE user_id = ?1 AND setting_value IN ('true', 'false') AND setting_key IN (SELECT value FROM json_each(?2))
    AND (?3 IS NULL OR setting_key IN (SELECT setting_key FROM device_setting_key WHERE device_id = ?3))
  ORDER BY setting_key`;

/** Of these keys; with `writtenBy` only those that this device has written itself. */
export async function listSettings(
  reader: Reader,
  userId: number,
  { keys, writtenBy }: { keys: readonly string[]; writtenBy: number | null },
): Promise<Setting[]> {
  return (await reader.all<StoredSetting>(LIST, [userId, JSON.stringify(keys), writtenBy])).map(settingOf);
}

const UPSERT = `INSERT INTO user_settings (user_id, setting_key, setting_value, updated)
  SELECT ?1, value ->> 'key', iif(value ->> 'value', 'true', 'false'), ?3 FROM json_each(?2) WHERE true
  ON CONFLICT (user_id, setting_key) DO UPDATE SET setting_value = excluded.setting_value, updated = excluded.updated
    WHERE setting_value IS NOT excluded.setting_value
  RETURNING setting_key AS key, setting_value AS value`;

/** Returns those whose value is now another one, each key once. */
export async function upsertSettings(
  tx: WriteTransaction,
  userId: number,
  settings: readonly Setting[],
  now: number,
): Promise<Setting[]> {
  const rows = await tx.all<StoredSetting>(UPSERT, [userId, JSON.stringify(settings), now]);
  return rows.map(settingOf);
}

const settingOf = ({ key, value }: StoredSetting): Setting => ({ key, value: value === 'true' });
