import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { eventually, FakeClock, openDatabase, recordingLogger } from '@pezzottify/testing';
import fc from 'fast-check';
import { insertUser } from '../storage/user/account.repository.js';
import { insertEvent, type SyncEvent } from '../storage/user/sync-event.repository.js';
import { userDatabase } from '../storage/user/user-database.js';
import { EventFeed } from './event-feed.js';
import { ClientSocket, type RawSocket } from './sockets/client-socket.js';
import { SocketRegistry } from './sockets/socket-registry.js';
import { SyncEvents } from './sync-events.js';

const event = (type = 'content_liked'): SyncEvent => ({ type, payload: {} });

/** Real SQLite; connections that only remember what they were sent. */
describe('the feed of events', () => {
  let database: Database;
  let registry: SocketRegistry;
  let feed: EventFeed;
  let own: SyncEvents;
  let warnings: ReturnType<typeof recordingLogger>;
  let userId: number;

  beforeEach(async () => {
    database = await openDatabase(userDatabase);
    await start();
  });

  async function start(): Promise<void> {
    registry = new SocketRegistry();
    warnings = recordingLogger();
    feed = new EventFeed({ reads: database.reads, registry, logger: warnings.logger });
    own = new SyncEvents(new FakeClock(), feed);
    userId = (await database.write((tx) => insertUser(tx, crypto.randomUUID()))) ?? 0;
  }

  function connect(deviceId: number, seq = 0): number[] {
    const seqs: number[] = [];
    const send = (text: string, done: () => void) => {
      seqs.push((JSON.parse(text) as { payload: { event: { seq: number } } }).payload.event.seq);
      done();
    };
    const session = {
      ...{ user_id: userId, user_handle: 'maria', permissions: [] },
      ...{ device_id: deviceId, device_type: 'web' as const },
    };
    const socket = { readyState: 1, send, close: () => undefined } as unknown as RawSocket;
    registry.add(new ClientSocket(socket, session, 'hash', new Set()), seq);
    return seqs;
  }

  const storeAsAnother = () => database.write((tx) => insertEvent(tx, userId, event('permission_granted'), 1));
  const storeOwn = (except: number | null = null) =>
    database.write((tx: WriteTransaction) => own.append(tx, userId, event(), except));

  it('pushes what another process stored at the second look, once', async () => {
    const device = connect(11);
    await storeAsAnother();
    await storeAsAnother();
    await feed.look();
    expect(device).toEqual([]);
    await feed.look();
    expect(device).toEqual([1, 2]);
    await feed.look();
    expect(device).toEqual([1, 2]);
  });

  it('pushes it at once before an event of this process, which its own device does not get', async () => {
    const [cause, other] = [connect(11), connect(12)];
    await storeAsAnother();
    await storeOwn(11);
    await storeOwn();
    await feed.look();
    await feed.look();
    await eventually(() =>
      expect([cause, other]).toEqual([
        [1, 3],
        [1, 2, 3],
      ]),
    );
  });

  it('leaves to its own push what this process has stored but not pushed yet', async () => {
    const [cause, other] = [connect(11), connect(12)];
    const stored = await database.write((tx) => insertEvent(tx, userId, event(), 1));
    await feed.look();
    feed.push(userId, stored!, 11);
    await feed.look();
    await feed.look();
    expect([cause, other]).toEqual([[], [1]]);
  });

  it('does not push what was there before the connection, nor anything to nobody', async () => {
    for (let count = 0; count < 3; count += 1) await storeAsAnother();
    await feed.look();
    const device = connect(11, 3);
    await feed.look();
    await storeAsAnother();
    await feed.look();
    await feed.look();
    expect(device).toEqual([4]);
  });

  it('pushes the event of this process even when those before it cannot be read', async () => {
    const device = connect(11);
    await storeAsAnother();
    await database.write((tx) => tx.run('ALTER TABLE user_events RENAME TO gone'));
    feed.push(userId, { seq: 2, server_timestamp: 1, ...event() }, null);
    await feed.look();
    await feed.look();
    await eventually(() => expect(device).toEqual([2]));
    expect(warnings.lines.map(({ msg }) => msg)).toEqual([expect.stringContaining('could not be fetched')]);
  });

  it('is in order and without holes, whoever stores and whenever it looks', async () => {
    const action = fc.constantFrom('own' as const, 'other' as const, 'look' as const, 'wait' as const);
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        await start();
        const device = connect(11);
        const running: Promise<unknown>[] = [];
        const act = { own: storeOwn, other: storeAsAnother, look: () => feed.look() };
        for (const name of actions) {
          if (name === 'wait') await Promise.all(running);
          else running.push(act[name]());
        }
        await Promise.all(running);
        const stored = actions.filter((name) => name === 'own' || name === 'other').length;
        const all = Array.from({ length: stored }, (_, index) => index + 1);
        // A look passes over a user for whom events are being fetched; one of the next finds what is still missing.
        await eventually(async () => {
          await feed.look();
          expect(device).toEqual(all);
        });
      }),
      { numRuns: 60 },
    );
  });
});
