import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Database } from '@pezzottify/persistence';
import { openDatabase, recordingLogger } from '@pezzottify/testing';
import { findSession } from '../storage/user/session.repository.js';
import { userDatabase } from '../storage/user/user-database.js';
import { LastUses } from './last-uses.js';

const BEGIN = 1_750_000_000;

/** Real SQLite with three sessions, two of them on devices; a way to it that counts and can be made to fail. */
async function setup() {
  const database = await openDatabase(userDatabase);
  await database.write(async (tx) => {
    await tx.run(`INSERT INTO user (id, handle) VALUES (1, 'maria')`);
    await tx.run(
      `INSERT INTO device (id, device_uuid, user_id, device_type, last_seen) VALUES (5, 'a', 1, 'web', ?1), (6, 'b', 1, 'web', ?1)`,
      [BEGIN],
    );
    await tx.run(
      `INSERT INTO auth_token (id, user_id, token_hash, device_id, last_used)
       VALUES (1, 1, 'on-a', 5, ?1), (2, 1, 'on-b', 6, ?1), (3, 1, 'nowhere', NULL, ?1)`,
      [BEGIN],
    );
  });
  const { logger, lines } = recordingLogger();
  const door = { writes: 0, isBroken: false };
  const write: Database['write'] = (work) => {
    door.writes += 1;
    return door.isBroken ? Promise.reject(new Error('disk full')) : database.write(work);
  };
  const session = async (hash: string) => (await findSession(database.reads, hash))!;
  const column = (sql: string) => database.reads.all<{ at: number }>(sql).then((rows) => rows.map(({ at }) => at));
  return {
    ...{ lines, door, session, uses: new LastUses({ write }, logger) },
    tokens: () => column('SELECT last_used AS at FROM auth_token ORDER BY id'),
    devices: () => column('SELECT last_seen AS at FROM device ORDER BY id'),
  };
}

describe('the last uses of sessions', () => {
  let given: Awaited<ReturnType<typeof setup>>;
  beforeEach(async () => {
    given = await setup();
  });

  it('are written together, each once, with those of the devices', async () => {
    const { uses, session, door, tokens, devices } = given;
    uses.note(await session('on-a'), BEGIN + 60);
    uses.note(await session('on-a'), BEGIN + 61);
    uses.note(await session('nowhere'), BEGIN + 62);
    uses.note(await session('on-b'), BEGIN + 59);
    expect(door.writes).toBe(0);
    await uses.write();
    await uses.write();
    expect(door.writes).toBe(1);
    expect(await tokens()).toEqual([BEGIN + 60, BEGIN, BEGIN + 62]);
    expect(await devices()).toEqual([BEGIN + 60, BEGIN]);
  });

  it('that were noted before the service stops are written', async () => {
    const { uses, session, tokens } = given;
    uses.start();
    uses.note(await session('on-b'), BEGIN + 100);
    await uses.stop();
    expect(await tokens()).toEqual([BEGIN, BEGIN + 100, BEGIN]);
  });

  it('that could not be written are logged and stay noted', async () => {
    const { uses, session, door, tokens, lines } = given;
    door.isBroken = true;
    uses.note(await session('on-a'), BEGIN + 60);
    await uses.write();
    expect(lines.map(({ msg }) => msg)).toEqual(['the last uses of sessions were not written']);
    door.isBroken = false;
    expect(uses.of(await session('on-a'))).toBe(BEGIN + 60);
    await uses.write();
    expect(await tokens()).toEqual([BEGIN + 60, BEGIN, BEGIN]);
  });

  it('count before they are written, while they are and after', async () => {
    const { uses, session } = given;
    const stored = await session('on-a');
    uses.note(stored, BEGIN + 60);
    expect(uses.of(stored)).toBe(BEGIN + 60);
    const written = uses.write();
    uses.note(stored, BEGIN + 130);
    await written;
    expect(uses.of(await session('on-a'))).toBe(BEGIN + 130);
    await uses.write();
    expect(uses.of(await session('on-a'))).toBe(BEGIN + 130);
  });
});
