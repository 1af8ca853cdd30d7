import { type DeviceType } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';

export interface DeviceDetails {
  readonly uuid: string;
  readonly type: DeviceType;
  readonly name: string | null;
  readonly osInfo: string | null;
}

const UPSERT = `INSERT INTO device (device_uuid, user_id, device_type, device_name, os_info, first_seen, last_seen)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)
  ON CONFLICT (device_uuid) DO UPDATE SET user_id = excluded.user_id, device_type = excluded.device_type,
    device_name = excluded.device_name, os_info = excluded.os_info, last_seen = excluded.last_seen
  RETURNING id`;

/** Creates or updates the device by its uuid; from now on it is this user's. Returns its id. */
export async function claimDevice(
  tx: WriteTransaction,
  userId: number,
  device: DeviceDetails,
  now: number,
): Promise<number> {
  const row = await tx.get<{ id: number }>(UPSERT, [device.uuid, userId, device.type, device.name, device.osInfo, now]);
  if (!row) throw new Error('the device was neither inserted nor updated');
  return row.id;
}

const BEYOND = `SELECT id FROM device WHERE user_id = ? AND id <> ?
  ORDER BY last_seen DESC, id DESC LIMIT -1 OFFSET ?`;

/**
 * Removes the user's devices beyond `kept`, and with them their tokens: the claimed one stays, and the most recently seen
 * of the others (the clock may have been set back since). Returns the users whose tokens these were: others may have
 * signed in on the device before.
 */
export async function pruneDevices(
  tx: WriteTransaction,
  userId: number,
  claimedId: number,
  kept: number,
): Promise<number[]> {
  const devices = await tx.all<{ id: number }>(BEYOND, [userId, claimedId, kept - 1]);
  if (devices.length === 0) return [];
  const ids = JSON.stringify(devices.map(({ id }) => id));
  const users = await tx.all<{ id: number }>(
    'SELECT DISTINCT user_id AS id FROM auth_token WHERE device_id IN (SELECT value FROM json_each(?)) ORDER BY user_id',
    [ids],
  );
  await tx.run('DELETE FROM device WHERE id IN (SELECT value FROM json_each(?))', [ids]);
  return users.map(({ id }) => id);
}
