import { createHash } from 'node:crypto';

/** Of the listener with this number, from 0. */
export const listenerToken = (number) => `listener-${number}`.padEnd(64, 'x');

const hash = (number) => createHash('sha256').update(listenerToken(number)).digest('hex');

const ADD = [
  `INSERT INTO user (id, handle) SELECT value ->> 'id', value ->> 'hash' FROM json_each(?)`,
  `INSERT INTO user_role (user_id, role) SELECT value ->> 'id', 'Regular' FROM json_each(?)`,
  `INSERT INTO device (id, device_uuid, user_id, device_type)
   SELECT value ->> 'id', value ->> 'hash', value ->> 'id', 'web' FROM json_each(?)`,
  `INSERT INTO auth_token (user_id, token_hash, device_id)
   SELECT value ->> 'id', value ->> 'hash', value ->> 'id' FROM json_each(?)`,
];

/** So many users into a new user.db, each with a session: limits count by user, and one alone would soon reach them. */
export async function addListeners(database, count) {
  const list = JSON.stringify(Array.from({ length: count }, (_, number) => ({ id: number + 1, hash: hash(number) })));
  await database.write(async (tx) => {
    for (const sql of ADD) await tx.run(sql, [list]);
  });
}
