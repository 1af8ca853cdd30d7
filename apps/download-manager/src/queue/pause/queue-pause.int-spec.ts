import { describe, expect, it } from '@jest/globals';
import { type Database } from '@pezzottify/persistence';
import { openDatabase } from '@pezzottify/testing';
import { queueDatabase } from '../../storage/queue-database.js';
import { QueuePause } from './queue-pause.js';

const PAUSE = { by: '3', byHandle: 'maria', reason: 'x', pausedAt: 10, expiresAt: 20 };

describe('the pause of the queue', () => {
  it('is known to a process that starts later', async () => {
    const database = await openDatabase(queueDatabase);
    await database.write((tx) => new QueuePause(database).set(tx, PAUSE));
    expect(await new QueuePause(database).at(19)).toEqual(PAUSE);
    expect(await new QueuePause(database).at(20)).toBeNull();
  });

  it('is read again after it could not be', async () => {
    const database = await openDatabase(queueDatabase);
    await database.write((tx) => new QueuePause(database).set(tx, PAUSE));
    const reads = { ...database.reads, get: () => Promise.reject(new Error('disk error')) };
    const door = { reads: reads as unknown as Database['reads'] };
    const pause = new QueuePause(door as unknown as Database);
    await expect(pause.at(15)).rejects.toThrow('disk error');
    door.reads = database.reads;
    expect(await pause.at(15)).toEqual(PAUSE);
  });

  it('is not known when its transaction failed', async () => {
    const database = await openDatabase(queueDatabase);
    const pause = new QueuePause(database);
    const failed = database.write(async (tx) => {
      await pause.set(tx, PAUSE);
      throw new Error('undone');
    });
    await expect(failed).rejects.toThrow('undone');
    expect(await pause.at(15)).toBeNull();
  });
});
