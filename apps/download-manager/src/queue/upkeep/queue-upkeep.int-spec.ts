import { describe, expect, it } from '@jest/globals';
import { type Config } from '@pezzottify/config';
import { eventually, FakeClock, openDatabase, recordingLogger, silentLogger } from '@pezzottify/testing';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { effects } from '../../audit/effects.js';
import { queueDatabase } from '../../storage/queue-database.js';
import { insertItem, statusOf } from '../../storage/queue-rows.fixture.js';
import { QueueUpkeep } from './queue-upkeep.js';
import { StaleWatch } from './stale-watch.js';

async function setup() {
  const database = await openDatabase(queueDatabase, { readers: 1 });
  const clock = new FakeClock(1_000_000);
  const journal = new TransitionJournal(clock);
  const settings = { processIntervalSecs: 3600, leaseSecs: 3600, staleInProgressThresholdSecs: 600 };
  const config = { downloadManager: settings as Config['downloadManager'] };
  const add = (row: Parameters<typeof insertItem>[1]) => insertItem(database, row);
  return { database, clock, journal, config, add };
}

const NOW = 1_000_000;
const leased = (lease_expires_at: number) => ({
  status: 'IN_PROGRESS',
  lease_token: 't',
  lease_owner: 'w',
  lease_expires_at,
  last_attempt_at: NOW,
});

describe('the upkeep of the queue', () => {
  it('puts back what lost its lease or has waited long enough, and says once that there is work', async () => {
    const { database, clock, journal, config, add } = await setup();
    const ids = {
      lost: await add({ ...leased(NOW), retry_count: 2 }),
      held: await add(leased(NOW + 1)),
      due: await add({ status: 'RETRY_WAITING', next_retry_at: NOW, retry_count: 1, error_type: 'timeout' }),
      waiting: await add({ status: 'RETRY_WAITING', next_retry_at: NOW + 1 }),
      expanded: await add({ status: 'IN_PROGRESS', expanded_at: NOW - 99 }),
    };
    const notices: unknown[] = [];
    journal.onCommitted((committed) => notices.push(...committed.notices));
    const upkeep = new QueueUpkeep(database, journal, config, clock, silentLogger());
    await upkeep.pass();
    const states = await Promise.all(Object.values(ids).map((id) => statusOf(database, id)));
    expect(states).toEqual(['PENDING', 'IN_PROGRESS', 'PENDING', 'RETRY_WAITING', 'IN_PROGRESS']);
    expect(notices).toEqual([{ kind: 'work_available' }]);
    const [due] = await database.reads.all('SELECT * FROM download_queue WHERE id = ?', [ids.due]);
    expect(due).toMatchObject({ retry_count: 1, error_type: 'timeout', next_retry_at: null });
    await upkeep.pass();
    expect(notices).toHaveLength(1);
  });

  it('comes by itself when the next is due, long before its interval, also for what is only then planned', async () => {
    const { database, clock, journal, config, add } = await setup();
    const first = await add({ status: 'RETRY_WAITING', next_retry_at: NOW });
    const upkeep = new QueueUpkeep(database, journal, config, clock, silentLogger());
    upkeep.start();
    await eventually(async () => expect(await statusOf(database, first)).toBe('PENDING'));
    const second = await add({ status: 'RETRY_WAITING', next_retry_at: NOW, content_id: 'second' });
    await database.write((tx) => journal.record(tx, effects({ notices: [{ kind: 'retry_scheduled', at: NOW }] })));
    await eventually(async () => expect(await statusOf(database, second)).toBe('PENDING'));
    await upkeep.stop();
  });
});

describe('the watch for what does not move', () => {
  it('names items in progress without progress of their own or of a child, and nothing else', async () => {
    const { database, clock, config, add } = await setup();
    const { logger, lines } = recordingLogger();
    const watch = new StaleWatch(database, config, clock, logger);
    await watch.look();
    expect(lines).toEqual([]);
    const old = { status: 'IN_PROGRESS', last_attempt_at: NOW - 601 };
    const stuck = await add({ ...old, content_type: 'TRACK_AUDIO' });
    await add({ ...old, last_attempt_at: NOW - 599 });
    const moving = await add({ ...old, expanded_at: NOW - 601 });
    await add({ parent_id: moving, content_type: 'TRACK_AUDIO', status: 'COMPLETED', completed_at: NOW - 10 });
    const retried = await add({ ...old, expanded_at: NOW - 601 });
    await add({ parent_id: retried, content_type: 'TRACK_AUDIO', status: 'PENDING', retried_at: NOW - 10 });
    await add({ ...old, status: 'COMPLETED' });
    expect((await watch.stale()).map(({ id }) => id)).toEqual([stuck]);
    await watch.look();
    expect(lines).toMatchObject([{ level: 40, count: 1 }]);
  });
});
