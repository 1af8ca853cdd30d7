import { type Reader } from '@pezzottify/persistence';

/** The setting keys this device has written itself. */
export async function writtenSettingKeys(reader: Reader, deviceId: number): Promise<string[]> {
  const rows = await reader.all<{ key: string }>(
    'SELECT setting_key AS key FROM device_setting_key WHERE device_id = ?',
    [deviceId],
  );
  return rows.map(({ key }) => key);
}
