import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { startUserSide, type UserSideApp } from '../../sessions/test-app/start-user-side.js';

describe('a batch of the changelog that nobody writes to', () => {
  let app: UserSideApp;
  /** What the service does at intervals; the test decides when. */
  const timers: { work: () => void; everyMs: number }[] = [];

  beforeEach(async () => {
    jest.spyOn(globalThis, 'setInterval').mockImplementation((work, everyMs = 0) => {
      timers.push({ work, everyMs });
      return { unref: () => undefined } as unknown as NodeJS.Timeout;
    });
    app = await startUserSide();
    jest.restoreAllMocks();
  });
  afterEach(async () => {
    timers.length = 0;
    await app.app.close();
  });

  const begin = (lastActivityAt: number) =>
    app.catalog.write((tx) =>
      tx.run(
        `INSERT INTO catalog_batches (id, name, is_open, created_at, last_activity_at) VALUES ('b', 'x', 1, 1, ?)`,
        [lastActivityAt],
      ),
    );
  const batch = () => app.catalog.reads.get('SELECT is_open, closed_at FROM catalog_batches');
  const sweep = () => timers.filter(({ everyMs }) => everyMs === 600_000).map(({ work }) => work());
  const samples = async () => (await app.scrape()).match(/^pezzottify_changelog_stale.*$/gm);

  it('is stale after an hour, and closed at the next sweep', async () => {
    await begin(app.clock.seconds());
    app.clock.advance(3600);
    expect(await samples()).toEqual([
      'pezzottify_changelog_stale_batches 0',
      'pezzottify_changelog_stale_batch_checks_total 0',
    ]);
    app.clock.advance(1);
    expect(await samples()).toContain('pezzottify_changelog_stale_batches 1');
    expect(sweep()).toHaveLength(1);
    await eventually(async () => expect(await batch()).toEqual({ is_open: 0, closed_at: app.clock.seconds() }));
    await eventually(async () =>
      expect(await samples()).toEqual([
        'pezzottify_changelog_stale_batches 0',
        'pezzottify_changelog_stale_batch_checks_total 1',
      ]),
    );
  });

  it('stays open while it is in use', async () => {
    await begin(app.clock.seconds());
    app.clock.advance(3600);
    sweep();
    await eventually(async () => expect(await samples()).toContain('pezzottify_changelog_stale_batch_checks_total 1'));
    expect(await batch()).toEqual({ is_open: 1, closed_at: null });
  });

  it('is looked for again after a look that failed', async () => {
    await begin(1);
    await app.catalog.write((tx) => tx.run('ALTER TABLE catalog_batches RENAME TO away'));
    sweep();
    await app.catalog.write((tx) => tx.run('ALTER TABLE away RENAME TO catalog_batches'));
    sweep();
    await eventually(async () => expect(await batch()).toMatchObject({ is_open: 0 }));
    expect(await samples()).toContain('pezzottify_changelog_stale_batch_checks_total 1');
  });
});
