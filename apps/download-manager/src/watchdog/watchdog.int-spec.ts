import { mkdir, open, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@pezzottify/testing';
import { TestOwner } from '../owner.fixture.js';
import { insertItem } from '../storage/queue-rows.fixture.js';
import { type FindingPage, type FindingView } from './list-findings/finding.view.js';
import { type ListedMedia } from './media-lists.fixture.js';
import { type WatchdogView } from './show-watchdog/watchdog.view.js';
import { WatchdogRuns } from './watchdog-run.fixture.js';

const ADMIN = { token: 'admin-1' };

const findings = async (owner: TestOwner): Promise<FindingView[]> =>
  (await owner.get<FindingPage>('/admin/watchdog/findings?limit=200', ADMIN)).json.items;
const problems = async (owner: TestOwner): Promise<Record<string, string>> =>
  Object.fromEntries((await findings(owner)).map((one) => [one.content_id, one.problem]));
const lastScan = async (owner: TestOwner) => (await owner.get<WatchdogView>('/admin/watchdog', ADMIN)).json.last_scan;
const repairs = (owner: TestOwner) =>
  owner.database.reads.all<{ id: string; type: string; content: string; status: string }>(
    `SELECT id, content_type AS type, content_id AS content, status FROM download_queue
     WHERE request_source = 'WATCHDOG' ORDER BY rowid`,
  );
const pathOf = (owner: TestOwner, uri: string): string => join(owner.config.mediaPath, uri);

const track = (id: string, more: Partial<ListedMedia> = {}): ListedMedia => ({
  ...{
    list: 'track_audio',
    id,
    uri: `audio/${id}.mp3`,
    bytes: null,
    crc32: null,
    name: `Track ${id}`,
    albumIds: ['al'],
  },
  ...more,
});

describe('the watchdog', () => {
  it('finds every kind of damage, raises no false alarm, and has all of it repaired by the worker', async () => {
    const owner = await TestOwner.start({ role: 'all', albums: 3, trackBytes: 40_000 });
    const runs = new WatchdogRuns(owner);
    for (const album of ['album-1', 'album-2', 'album-3']) {
      const { json } = await owner.requestAlbum(album);
      const isDone = async () => expect((await owner.view(json.request_id)).json.status).toBe('COMPLETED');
      await eventually(isDone, { timeoutMs: 20_000 });
    }
    expect(await runs.run()).toMatchObject({ kind: 'completed' });
    expect([await findings(owner), (await lastScan(owner))?.total_missing]).toEqual([[], 0]);

    const known = new Set(owner.catalog.attached.map(({ id }) => id));
    const audio = owner.catalog.attached.filter(({ kind }) => kind === 'track_audio');
    const image = owner.catalog.attached.find(({ kind }) => kind === 'image');
    const [flipped, cut, gone, first, second, empty] = audio;
    if (!flipped || !cut || !gone || !first || !second || !empty || !image) throw new Error('too few files');
    const broken = [flipped, cut, gone, first, second, empty, image];
    const before = await Promise.all(broken.map(({ uri }) => readFile(pathOf(owner, uri))));
    await flipBit(pathOf(owner, flipped.uri));
    await truncate(pathOf(owner, cut.uri), 1000);
    await truncate(pathOf(owner, empty.uri), 0);
    for (const { uri } of [gone, image]) await rm(pathOf(owner, uri));
    await swap(pathOf(owner, first.uri), pathOf(owner, second.uri));

    expect(await runs.run()).toMatchObject({
      kind: 'completed',
      summary: expect.stringContaining('7 queued, 0 skipped'),
    });
    expect(await problems(owner)).toEqual({
      [flipped.id]: 'changed',
      [cut.id]: 'truncated',
      [gone.id]: 'missing',
      [image.id]: 'missing',
      [first.id]: 'changed',
      [second.id]: 'changed',
      [empty.id]: 'empty',
    });
    await eventually(
      async () => expect((await repairs(owner)).map(({ status }) => status)).toEqual(Array(7).fill('COMPLETED')),
      { timeoutMs: 20_000 },
    );
    expect((await findings(owner)).map(({ repair_status }) => repair_status)).toEqual(Array(7).fill('COMPLETED'));
    const after = await Promise.all(broken.map(({ uri }) => readFile(pathOf(owner, uri))));
    expect(after.map((bytes, index) => bytes.equals(before[index] ?? bytes.subarray(1)))).toEqual(Array(7).fill(true));
    expect(new Set(owner.catalog.attached.map(({ id }) => id))).toEqual(known);

    expect(await runs.run()).toMatchObject({ kind: 'completed', summary: expect.stringContaining('0 to repair') });
    expect([await findings(owner), (await repairs(owner)).length]).toEqual([[], 7]);
  }, 60_000);
});

describe('a scan', () => {
  let owner: TestOwner;
  let runs: WatchdogRuns;

  beforeAll(async () => {
    owner = await TestOwner.start();
    runs = new WatchdogRuns(owner);
  });

  beforeEach(async () => {
    owner.catalog.furtherMedia.length = 0;
    await rm(pathOf(owner, 'audio'), { recursive: true, force: true });
    await owner.database.write(async (tx) => {
      for (const table of ['download_queue', 'download_audit_log', 'watchdog_finding'])
        await tx.run(`DELETE FROM ${table}`);
    });
    await runs.run({ force: true });
    await owner.database.write((tx) => tx.run('DELETE FROM download_audit_log'));
  });

  const lose = (...ids: string[]): void => void owner.catalog.furtherMedia.push(...ids.map((id) => track(id)));
  const many = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `m${String(index).padStart(4, '0')}`);
  const auditLog = () =>
    owner.database.reads.all<{ type: string; item: string | null; content: string | null; details: string | null }>(
      `SELECT event_type AS type, queue_item_id AS item, content_id AS content, details FROM download_audit_log ORDER BY id`,
    );

  it('queues repairs before everything else, and writes down what it did', async () => {
    lose('t1');
    owner.catalog.furtherMedia.push(
      track('c1', { list: 'album_image', uri: 'images/c1.jpg', name: 'Album' }),
      track('p1', { list: 'artist_image', uri: 'images/p1.jpg', name: 'Artist', albumIds: [] }),
    );
    await runs.run();
    const rows = await owner.database.reads.all(
      `SELECT parent_id, status, priority, content_type, content_id, content_name, request_source, requested_by_user_id
       FROM download_queue ORDER BY rowid`,
    );
    const item = {
      parent_id: null,
      status: 'PENDING',
      priority: 1,
      request_source: 'WATCHDOG',
      requested_by_user_id: null,
    };
    expect(rows).toEqual([
      { ...item, content_type: 'TRACK_AUDIO', content_id: 't1', content_name: 'Track t1' },
      { ...item, content_type: 'ALBUM_IMAGE', content_id: 'c1', content_name: 'Album' },
      { ...item, content_type: 'ARTIST_IMAGE', content_id: 'p1', content_name: 'Artist' },
    ]);
    const log = await auditLog();
    expect(log.map(({ type, content, details }) => [type, content, JSON.parse(details ?? 'null') as unknown])).toEqual([
      ['WATCHDOG_SCAN_STARTED', null, null],
      ['WATCHDOG_QUEUED', 't1', { reason: 'missing_audio_file' }],
      ['WATCHDOG_QUEUED', 'c1', { reason: 'missing_album_image' }],
      ['WATCHDOG_QUEUED', 'p1', { reason: 'missing_artist_image' }],
      [
        'WATCHDOG_SCAN_COMPLETED',
        null,
        {
          missing_track_audio_count: 1,
          missing_album_images_count: 1,
          missing_artist_images_count: 1,
          total_missing: 3,
          items_queued: 3,
          items_skipped: 0,
          scan_duration_ms: expect.any(Number),
          is_clean: false,
        },
      ],
    ]);
    expect(log[1]?.item).toBe((await repairs(owner))[0]?.id);
  });

  it('adds nothing when it runs again, and forgets what has come back', async () => {
    lose('t1', 't2');
    await runs.run();
    expect(await runs.run()).toMatchObject({ summary: expect.stringContaining('2 to repair; 0 queued, 2 skipped') });
    expect(await repairs(owner)).toHaveLength(2);
    await put(pathOf(owner, 'audio/t1.mp3'), 'back');
    await runs.run();
    expect(await problems(owner)).toEqual({ t2: 'missing' });
    expect(await lastScan(owner)).toMatchObject({
      status: 'completed',
      total_missing: 1,
      files_checked: 2,
      items_skipped: 1,
    });
  });

  it('leaves alone what is on its way or no longer wanted, but not what once ended', async () => {
    const album = await insertItem(owner.database, { status: 'IN_PROGRESS' });
    await insertItem(owner.database, { parent_id: album, content_type: 'TRACK_AUDIO', content_id: 'on-its-way' });
    await insertItem(owner.database, { content_type: 'ARTIST_IMAGE', content_id: 'shared', status: 'RETRY_WAITING' });
    await insertItem(owner.database, { content_id: 'left', status: 'COMPLETED', created_at: 1 });
    await insertItem(owner.database, { content_id: 'left', status: 'CANCELLED', created_at: 2 });
    await insertItem(owner.database, { content_id: 'again', status: 'CANCELLED', created_at: 1 });
    await insertItem(owner.database, { content_id: 'again', status: 'FAILED', created_at: 2 });
    await insertItem(owner.database, { content_type: 'TRACK_AUDIO', content_id: 'ended', status: 'FAILED' });
    await insertItem(owner.database, { content_id: 'expanding', status: 'IN_PROGRESS' });
    lose('on-its-way', 'ended');
    owner.catalog.furtherMedia.push(
      track('shared', { list: 'album_image' }),
      track('of-left', { albumIds: ['left'] }),
      track('of-expanding', { albumIds: ['expanding'] }),
      track('of-again', { albumIds: ['again'] }),
      track('of-both', { list: 'album_image', albumIds: ['left', 'again'] }),
    );
    expect(await runs.run()).toMatchObject({ summary: expect.stringContaining('7 to repair; 3 queued, 4 skipped') });
    expect((await repairs(owner)).map(({ content }) => content).sort()).toEqual(['ended', 'of-again', 'of-both']);
  });

  it('leaves alone what came corrupt too often, until an administrator has it tried again', async () => {
    lose('bad', 'worse');
    const arrivedCorrupt = (content: string, times: number) =>
      owner.database.write((tx) =>
        tx.run(
          `INSERT INTO download_audit_log (timestamp, event_type, content_type, content_id, details)
           WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
           SELECT 1, 'RETRY_SCHEDULED', 'TRACK_AUDIO', ?1, '{"error_type":"corruption"}' FROM n`,
          [content, times],
        ),
      );
    await arrivedCorrupt('bad', 9);
    await arrivedCorrupt('worse', 10);
    expect(await runs.run({ dryRun: true })).toMatchObject({
      summary: expect.stringMatching(/1 would be queued, 1 skipped$/),
    });
    expect(await runs.run()).toMatchObject({ summary: expect.stringContaining('1 queued, 1 skipped') });
    expect((await repairs(owner)).map(({ content }) => content)).toEqual(['bad']);
    await owner.database.write((tx) =>
      tx.run(
        `INSERT INTO download_audit_log (timestamp, event_type, content_type, content_id) VALUES (1, 'ADMIN_RETRY', 'TRACK_AUDIO', 'worse')`,
      ),
    );
    await runs.run();
    expect((await repairs(owner)).map(({ content }) => content)).toEqual(['bad', 'worse']);
  });

  it('queues nothing in a dry run, and says what it would queue', async () => {
    lose('t1', 't2');
    const outcome = await runs.run({ dryRun: true });
    expect(outcome).toMatchObject({ summary: expect.stringMatching(/^dry run: .*2 would be queued, 0 skipped$/) });
    expect(await repairs(owner)).toEqual([]);
    expect(await problems(owner)).toEqual({ t1: 'missing', t2: 'missing' });
  });

  it('says in a dry run why it would queue nothing', async () => {
    lose(...many(60));
    const dryRun = async (more = {}) => ((await runs.run({ dryRun: true, ...more })) as { summary: string }).summary;
    expect(await dryRun()).toMatch(/^dry run: .*; nothing would be queued: 60 of 60 files are missing or damaged$/);
    expect(await dryRun({ force: true })).toMatch(/60 would be queued, 0 skipped$/);
    await rm(pathOf(owner, '.pezzottify-media'));
    expect(await dryRun()).toMatch(/nothing would be queued: the file .pezzottify-media of the media folder is gone$/);
    expect([await repairs(owner), await lastScan(owner)]).toMatchObject([
      [],
      { status: 'completed', items_skipped: 0 },
    ]);
  });

  it('takes many missing files for a missing disk until it is forced', async () => {
    lose(...many(60));
    const outcome = await runs.run();
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('60 of 60 files are missing') });
    expect([await repairs(owner), (await findings(owner)).length]).toEqual([[], 60]);
    expect(await lastScan(owner)).toMatchObject({
      status: 'failed',
      error_message: expect.stringContaining('60 of 60'),
    });
    expect(await runs.run({ force: true })).toMatchObject({ kind: 'completed' });
    expect(await repairs(owner)).toHaveLength(60);
    expect(await runs.run()).toMatchObject({ kind: 'completed' });
  });

  it.each([
    ['CANCELLED', 0],
    ['IN_PROGRESS', 0],
    ['COMPLETED', 1],
    ['FAILED', 1],
  ])('remembers what was wanted of an album whose %s request is deleted', async (status, repaired) => {
    const id = await insertItem(owner.database, { content_id: 'left', status });
    owner.catalog.furtherMedia.push(track('of-left', { albumIds: ['left'] }));
    await owner.call('DELETE', `/v1/download/admin/request/${id}`, { token: 'admin-3' });
    expect(await runs.run()).toMatchObject({ summary: expect.stringContaining(`1 to repair; ${repaired} queued`) });
  });

  it('does not take what nobody wanted any more for a missing disk, however much it is', async () => {
    await insertItem(owner.database, { content_id: 'left', status: 'CANCELLED' });
    owner.catalog.furtherMedia.push(...many(60).map((id) => track(id, { albumIds: ['left'] })));
    lose('t1');
    expect(await runs.run()).toMatchObject({ summary: expect.stringContaining('61 to repair; 1 queued, 60 skipped') });
  });

  it('does nothing without the marker of the media folder until it is forced', async () => {
    lose('t1');
    await rm(pathOf(owner, '.pezzottify-media'));
    for (const outcome of [await runs.run(), await runs.run()])
      expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('.pezzottify-media') });
    expect(await repairs(owner)).toEqual([]);
    await runs.run({ force: true });
    expect(await repairs(owner)).toHaveLength(1);
    expect(await runs.run()).toMatchObject({ kind: 'completed' });
  });

  it('ends within a second when it is cancelled, in the middle of a file too', async () => {
    owner.catalog.furtherMedia.push(track('huge', { bytes: 2 ** 40, crc32: '00000000' }));
    await put(pathOf(owner, 'audio/huge.mp3'), '');
    await truncate(pathOf(owner, 'audio/huge.mp3'), 2 ** 40);
    const run = await runs.start();
    await eventually(async () => expect((await lastScan(owner))?.status).toBe('running'));
    const cancelledAt = performance.now();
    await runs.cancel(run);
    expect(await runs.end(run)).toMatchObject({ kind: 'cancelled' });
    expect(performance.now() - cancelledAt).toBeLessThan(1000);
    await eventually(async () => expect((await lastScan(owner))?.status).toBe('cancelled'));
    await rm(pathOf(owner, 'audio/huge.mp3'));
  });

  it('shows its findings in pages', async () => {
    lose(...many(3));
    await runs.run();
    const page = (query: string) => owner.get<FindingPage>(`/admin/watchdog/findings?${query}`, ADMIN);
    const [first, second] = [(await page('limit=2')).json, (await page('limit=2&offset=2')).json];
    expect([...first.items, ...second.items].map(({ content_id }) => content_id)).toEqual(['m0002', 'm0001', 'm0000']);
    expect([first.total_count, first.has_more, second.has_more]).toEqual([3, true, false]);
    expect(first.items[0]).toMatchObject({
      content_type: 'TRACK_AUDIO',
      content_name: 'Track m0002',
      uri: 'audio/m0002.mp3',
      repair_status: 'PENDING',
    });
    expect((await page('limit=x')).status).toBe(400);
  });

  it.each(['/admin/watchdog', '/admin/watchdog/findings'])(
    'lets only those read %s who may see figures',
    async (path) => {
      const answers = await Promise.all(
        ['admin-1', 'viewer-1', 'user-1', 'nobody'].map((token) => owner.get(path, { token })),
      );
      expect(answers.map(({ status, code }) => code ?? status)).toEqual([200, 200, 'FORBIDDEN', 'NO_SESSION']);
    },
  );
});

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

async function flipBit(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, 20_000);
  byte[0] = (byte[0] ?? 0) ^ 1;
  await file.write(byte, 0, 1, 20_000);
  await file.close();
}

async function swap(one: string, other: string): Promise<void> {
  await rename(one, `${one}.aside`);
  await rename(other, one);
  await rename(`${one}.aside`, other);
}
