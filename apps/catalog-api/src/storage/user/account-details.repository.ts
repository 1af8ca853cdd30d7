import { type Reader } from '@pezzottify/persistence';

export interface ListedDevice {
  readonly id: number;
  readonly type: string;
  readonly name: string | null;
  readonly osInfo: string | null;
  readonly lastSeen: number;
}

export interface ListedToken {
  /** The beginning of the hash: enough to tell tokens apart, useless to anyone else. */
  readonly hashPrefix: string;
  readonly deviceId: number | null;
  readonly lastUsed: number;
}

/** The most recently seen first. */
export const listDevices = (reader: Reader, userId: number): Promise<ListedDevice[]> =>
  reader.all<ListedDevice>(
    `SELECT id, device_type AS type, device_name AS name, os_info AS osInfo, last_seen AS lastSeen
     FROM device WHERE user_id = ? ORDER BY last_seen DESC, id DESC`,
    [userId],
  );

/** The most recently used first. */
export const listTokens = (reader: Reader, userId: number): Promise<ListedToken[]> =>
  reader.all<ListedToken>(
    `SELECT substr(token_hash, 1, 8) AS hashPrefix, device_id AS deviceId, last_used AS lastUsed
     FROM auth_token WHERE user_id = ? ORDER BY last_used DESC, id DESC`,
    [userId],
  );
