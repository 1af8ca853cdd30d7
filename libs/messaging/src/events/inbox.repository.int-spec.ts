import { describe, expect, it } from '@jest/globals';
import { type WriteTransaction } from '@pezzottify/persistence';
import { openDatabase } from '@pezzottify/testing';
import { effectsSpec } from './effects.fixture.js';
import { forgetPosition, markHandled, positionOf, pruneHandled, savePosition } from './inbox.repository.js';

const NOW_MS = 1_900_000_000_000;

/** A real database; `write` is one transaction. */
const setup = async () => {
  const database = await openDatabase(effectsSpec);
  const write = <T>(work: (tx: WriteTransaction) => Promise<T>) => database.write(work);
  return { reads: database.reads, write };
};

describe('the inbox', () => {
  it('knows an event again, until the row is pruned', async () => {
    const { write } = await setup();
    const mark = () => write((tx) => markHandled(tx, 'event-1', NOW_MS));
    expect(await mark()).toBe(true);
    expect(await mark()).toBe(false);
    expect(await write((tx) => pruneHandled(tx, NOW_MS + 1_000, 10))).toBe(1);
    expect(await mark()).toBe(true);
  });

  it('is pruned a few rows at a time, of old ones only', async () => {
    const { write } = await setup();
    for (const id of ['a', 'b', 'c']) await write((tx) => markHandled(tx, id, NOW_MS));
    await write((tx) => markHandled(tx, 'young', NOW_MS + 5_000));
    const prune = () => write((tx) => pruneHandled(tx, NOW_MS + 1_000, 2));
    expect([await prune(), await prune(), await prune()]).toEqual([2, 1, 0]);
  });

  it('keeps the furthest position of each consumer', async () => {
    const { reads, write } = await setup();
    const at = (sequence: number) => ({ serverId: `server-${sequence}`, sequence, eventId: `event-${sequence}` });
    await write((tx) => savePosition(tx, 'one', at(5)));
    await write((tx) => savePosition(tx, 'one', at(3)));
    await write((tx) => savePosition(tx, 'two', at(4)));
    expect(await positionOf(reads, 'one')).toEqual(at(5));
    await write((tx) => savePosition(tx, 'one', at(6)));
    expect(await positionOf(reads, 'one')).toEqual(at(6));
    await write((tx) => forgetPosition(tx, 'one'));
    expect(await positionOf(reads, 'one')).toBeUndefined();
    expect(await positionOf(reads, 'two')).toEqual(at(4));
  });
});
