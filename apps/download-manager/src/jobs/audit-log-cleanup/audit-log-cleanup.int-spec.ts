import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Config } from '@pezzottify/config';
import { type JobContext } from '@pezzottify/job-host';
import { type Database } from '@pezzottify/persistence';
import { FakeClock, openDatabase, silentLogger } from '@pezzottify/testing';
import { queueDatabase } from '../../storage/queue-database.js';
import { AuditLogCleanupJob } from './audit-log-cleanup.job.js';

const DAY = 86_400;

describe('cleaning up the audit log', () => {
  let database: Database;
  const clock = new FakeClock();
  const downloadManager = { auditLogRetentionDays: 90 };
  const progress: (number | null)[] = [];

  beforeEach(async () => {
    database = await openDatabase(queueDatabase);
    downloadManager.auditLogRetentionDays = 90;
    progress.length = 0;
  });

  const run = (signal = new AbortController().signal): Promise<string> => {
    const context: JobContext = {
      signal,
      isForced: false,
      triggeredBy: 'schedule',
      parameters: {},
      progress: (fraction) => void progress.push(fraction),
      logger: silentLogger(),
    };
    const config = { downloadManager } as Pick<Config, 'downloadManager'>;
    return new AuditLogCleanupJob(database, clock, config).run(context);
  };

  /** One entry of each age in days. */
  const entries = (ages: readonly number[]): Promise<unknown> =>
    database.write((tx) =>
      tx.run(
        `INSERT INTO download_audit_log (timestamp, event_type) SELECT ? - value * ${DAY}, 'ADMIN_DELETE' FROM json_each(?)`,
        [clock.seconds(), JSON.stringify(ages)],
      ),
    );

  const left = async (): Promise<number[]> => {
    const rows = await database.reads.all<{ timestamp: number }>(
      'SELECT timestamp FROM download_audit_log ORDER BY id',
    );
    return rows.map(({ timestamp }) => (clock.seconds() - timestamp) / DAY);
  };

  it('deletes what is older than the retention and nothing else', async () => {
    await entries([91, 3, 200, 90, 0]);
    expect(await run()).toBe('2 audit entries deleted');
    expect(await left()).toEqual([3, 90, 0]);
    expect(await run()).toBe('0 audit entries deleted');
  });

  it('keeps everything when told to, from the next run on', async () => {
    await entries([10_000]);
    downloadManager.auditLogRetentionDays = 0;
    expect(await run()).toBe('audit entries are kept for ever');
    expect(await left()).toEqual([10_000]);
  });

  it('goes on in short transactions, tells how far it is, and stops between two of them', async () => {
    await entries(Array.from({ length: 1200 }, () => 100));
    const cancel = new AbortController();
    const { write } = database;
    database.write = (work) => {
      cancel.abort(new Error('cancelled'));
      return write.call(database, work) as ReturnType<typeof work>;
    };
    await expect(run(cancel.signal)).rejects.toThrow('cancelled');
    database.write = write;
    expect(await left()).toHaveLength(700);
    expect(await run()).toBe('700 audit entries deleted');
    expect(progress).toEqual([500 / 1200, 500 / 700, 1]);
  });
});
