import { type Reader, type WriteTransaction } from '@pezzottify/persistence';

/** The setting keys this device has written itself. */
export async function writtenSettingKeys(reader: Reader, deviceId: number): Promise<string[]> {
  const rows = await reader.all<{ key: string }>(
    'SELECT setting_key AS key FROM device_setting_key WHERE device_id = ?',
    [deviceId],
  );
  return rows.map(({ key }) => key);
}

export async function insertWrittenKeys(
  tx: WriteTransaction,
  deviceId: number,
  keys: readonly string[],
): Promise<void> {
  const sql = `INSERT INTO device_setting_key (device_id, setting_key) SELECT ?, value FROM json_each(?) WHERE true
    ON CONFLICT DO NOTHING`;
  await tx.run(sql, [deviceId, JSON.stringify(keys)]);
}
