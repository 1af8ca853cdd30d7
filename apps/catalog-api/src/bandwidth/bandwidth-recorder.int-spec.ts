import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Database } from '@pezzottify/persistence';
import { eventually, FakeClock, openDatabase, recordingLogger } from '@pezzottify/testing';
import { insertUser } from '../storage/user/account.repository.js';
import { userDatabase } from '../storage/user/user-database.js';
import { BandwidthRecorder } from './bandwidth-recorder.js';

const STREAM = '/v1/content/stream/{id}';

/** Real SQLite; a way to it that can be made to fail, and counts. */
async function setup() {
  const database = await openDatabase(userDatabase);
  const { logger, lines } = recordingLogger();
  const clock = new FakeClock();
  const idle: () => void = () => undefined;
  const door = { writes: 0, isBroken: false, meanwhile: idle };
  const write: Database['write'] = (work) => {
    door.writes += 1;
    door.meanwhile();
    return door.isBroken ? Promise.reject(new Error('disk full')) : database.write(work);
  };
  const recorder = new BandwidthRecorder({ database: { write }, clock, logger });
  const add = (handle: string) => database.write((tx) => insertUser(tx, handle)).then(Number);
  const rows = () =>
    database.reads.all(
      `SELECT user_id, date, endpoint_category AS category, bytes_sent AS bytes, request_count AS requests, updated
       FROM bandwidth_usage ORDER BY user_id, date, category`,
    );
  return { recorder, door, clock, lines, rows, database, userId: await add('maria'), otherId: await add('ivo') };
}

describe('the recorder of bandwidth', () => {
  let given: Awaited<ReturnType<typeof setup>>;
  beforeEach(async () => {
    given = await setup();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const record = (bytes: number, path = STREAM, userId = given.userId) =>
    given.recorder.record(userId, { path, responseBytes: bytes });
  const row = (userId: number, category: string, bytes: number, requests: number, date = 20250615) => ({
    ...{ user_id: userId, date, category, bytes, requests, updated: given.clock.seconds() },
  });

  it('writes any number of requests at once, and adds them to what is stored', async () => {
    const { recorder, door, rows, userId, otherId } = given;
    for (let n = 0; n < 1000; n += 1) record(3);
    record(7, '/v1/sync/state');
    record(5, STREAM, otherId);
    expect(door.writes).toBe(0);
    await recorder.write();
    record(1);
    await recorder.write();
    expect(await rows()).toEqual([
      row(userId, 'other', 7, 1),
      row(userId, 'stream', 3001, 1001),
      row(otherId, 'stream', 5, 1),
    ]);
    expect(door.writes).toBe(2);
  });

  it('writes nothing when nothing has happened', async () => {
    await given.recorder.write();
    expect(given.door.writes).toBe(0);
  });

  it('writes by itself at intervals', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'setTimeout'] });
    given.recorder.start();
    record(3);
    jest.advanceTimersByTime(5_000);
    await eventually(async () => expect(await given.rows()).toHaveLength(1));
    await given.recorder.stop();
    record(3);
    jest.advanceTimersByTime(60_000);
    await nextTurn();
    expect(given.door.writes).toBe(1);
  });

  it('keeps what could not be written, adds what comes meanwhile, and tries again', async () => {
    const { recorder, door, lines, rows, userId } = given;
    record(3);
    Object.assign(door, { isBroken: true, meanwhile: () => record(4) });
    await recorder.write();
    await recorder.write();
    expect([await rows(), lines.length]).toEqual([[], 2]);
    Object.assign(door, { isBroken: false, meanwhile: () => undefined });
    await recorder.write();
    expect(await rows()).toEqual([row(userId, 'stream', 11, 3)]);
  });

  it('writes the rest when it stops, and says what is lost if it cannot', async () => {
    const { recorder, door, lines, rows, userId } = given;
    record(3);
    await recorder.stop();
    expect(await rows()).toEqual([row(userId, 'stream', 3, 1)]);
    door.isBroken = true;
    record(9);
    await recorder.stop();
    expect(lines.at(-1)).toMatchObject({ msg: 'bandwidth was not stored', lost: [{ bytesSent: 9 }] });
  });

  it('does not let a user who is gone hold up the others', async () => {
    const { recorder, rows, database, userId, otherId } = given;
    record(3);
    record(5, STREAM, otherId);
    await database.write((tx) => tx.run('DELETE FROM user WHERE id = ?', [userId]));
    await recorder.write();
    expect(await rows()).toEqual([row(otherId, 'stream', 5, 1)]);
  });
});
