import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Editing, startEditing } from '../test-app/editor.js';

let editing: Editing;
beforeEach(async () => {
  editing = await startEditing();
});
afterEach(() => editing.catalog.app.close());

const ask = (method: string, path: string, body?: unknown) => editing.ask(method, `admin/changelog/${path}`, body);
const open = async (name = 'March drop') => (await ask('POST', 'batch', { name })).body as { id: string };
const edit = (name: string, id = 'a1') =>
  editing.ask('PUT', `content/artist/${id}`, { name, genres: [], activity_periods: [] });
const add = (id: string, name = `Artist ${id}`) =>
  editing.ask('POST', 'content/artist', { id, name, genres: [], activity_periods: [] });
const now = () => editing.clock.seconds();
const refused = (status: number, code: string) => ({ status, body: { code } });

describe('a batch', () => {
  it('is opened, takes the changes that follow, and is closed once', async () => {
    const opened = await ask('POST', 'batch', { name: 'March drop', description: 'Rare ones' });
    const { id } = opened.body as { id: string };
    const batch = { id, name: 'March drop', description: 'Rare ones', is_open: true, closed_at: null };
    expect(opened).toEqual({ status: 201, body: { ...batch, created_at: now(), last_activity_at: now() } });
    const openedAt = now();
    editing.clock.advance(60);
    await edit('Nova');
    expect((await ask('GET', `batch/${id}`)).body).toMatchObject({ created_at: openedAt, last_activity_at: now() });
    expect(await ask('POST', `batch/${id}/close`)).toEqual({ status: 200, body: '' });
    expect((await ask('GET', `batch/${id}`)).body).toMatchObject({ is_open: false, closed_at: now() });
    expect(await ask('POST', `batch/${id}/close`)).toMatchObject(refused(409, 'BATCH_CLOSED'));
    await edit('Nova again');
    expect((await ask('GET', `batch/${id}/changes`)).body).toHaveLength(1);
  });

  it('is the only open one, unless nobody wrote to the other for an hour', async () => {
    const { id } = await open();
    expect(await ask('POST', 'batch', { name: 'Another' })).toMatchObject(refused(409, 'BATCH_ALREADY_OPEN'));
    editing.clock.advance(3601);
    expect((await ask('POST', 'batch', { name: 'Another' })).status).toBe(201);
    expect((await ask('GET', `batch/${id}`)).body).toMatchObject({ is_open: false, closed_at: now() });
  });

  it('is opened by one of many who try at once', async () => {
    const tries = await Promise.all(Array.from({ length: 8 }, () => ask('POST', 'batch', { name: 'Mine' })));
    expect(tries.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
  });

  it('is listed: closed ones by when they were closed, others by when they were opened', async () => {
    const ids: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      editing.clock.advance(10);
      const { id } = await open(name);
      ids.unshift(id);
      if (name !== 'third') await ask('POST', `batch/${id}/close`);
    }
    const listed = async (query: string) =>
      ((await ask('GET', `batches${query}`)).body as { id: string }[]).map(({ id }) => id);
    expect(await listed('')).toEqual(ids);
    expect(await listed('?is_open=true')).toEqual(ids.slice(0, 1));
    expect(await listed('?is_open=false')).toEqual(ids.slice(1));
  });

  it('is deleted only while it is open and empty', async () => {
    const empty = await open();
    expect(await ask('DELETE', `batch/${empty.id}`)).toEqual({ status: 204, body: '' });
    expect(await ask('GET', `batch/${empty.id}`)).toMatchObject(refused(404, 'NOT_FOUND'));
    const used = await open();
    await edit('Nova');
    expect(await ask('DELETE', `batch/${used.id}`)).toMatchObject(refused(400, 'BATCH_NOT_DELETABLE'));
    await ask('POST', `batch/${used.id}/close`);
    expect(await ask('DELETE', `batch/${used.id}`)).toMatchObject(refused(400, 'BATCH_NOT_DELETABLE'));
    const closed = await open();
    await ask('POST', `batch/${closed.id}/close`);
    expect(await ask('DELETE', `batch/${closed.id}`)).toMatchObject(refused(400, 'BATCH_NOT_DELETABLE'));
  });

  it.each([
    ['no name', {}, 422, 'INVALID_BODY'],
    ['a name that is no text', { name: 4 }, 422, 'INVALID_BODY'],
    ['a name that is too long', { name: 'x'.repeat(2001) }, 422, 'INVALID_BODY'],
    ['a description that is no text', { name: 'x', description: [] }, 422, 'INVALID_BODY'],
    ['a blank name', { name: '  ' }, 400, 'INVALID_VALUE'],
    ['half a body', '{', 400, 'MALFORMED_JSON'],
    ['too large a body', JSON.stringify({ name: 'x'.repeat(2_100_000) }), 413, 'PAYLOAD_TOO_LARGE'],
  ])('is not opened with %s', async (_what, body, status, code) => {
    expect(await ask('POST', 'batch', body)).toMatchObject(refused(status, code));
    expect(await editing.rows('SELECT * FROM catalog_batches')).toEqual([]);
  });
});

describe('changes', () => {
  it('are shown by batch, oldest first, and by entity, newest first', async () => {
    const { id } = await open();
    await edit('Nova');
    await edit('Nova Duo');
    await edit('Marea Alta', 'a3');
    const { body } = await ask('GET', `batch/${id}/changes`);
    const changes = body as { id: number }[];
    expect(changes).toMatchObject([
      { entity_id: 'a1', display_summary: 'Updated artist "Nova"' },
      { entity_id: 'a1', display_summary: 'Updated artist "Nova Duo"' },
      { entity_id: 'a3' },
    ]);
    expect(changes[1]).toEqual({
      id: expect.any(Number),
      batch_id: id,
      entity_type: 'Artist',
      entity_id: 'a1',
      operation: 'Update',
      field_changes: { name: { old: 'Nova', new: 'Nova Duo' } },
      entity_snapshot: expect.objectContaining({ id: 'a1', name: 'Nova Duo', display_image_id: 'i2' }),
      display_summary: 'Updated artist "Nova Duo"',
      created_at: now(),
    });
    for (const type of ['artist', 'ARTIST', 'Artist']) {
      expect((await ask('GET', `entity/${type}/a1`)).body).toEqual([changes[1], changes[0]]);
    }
    for (const nobody of ['nobody', 'x'.repeat(257), '%20'])
      expect(await ask('GET', `entity/album/${nobody}`)).toEqual({ status: 200, body: [] });
  });

  it.each([0, 1, 499, 500, 501, 1000])('of a batch of %i come whole and in order', async (count) => {
    const { id } = await open();
    await editing.database.write((tx) =>
      tx.run(
        `INSERT INTO catalog_change_log
           (batch_id, entity_type, entity_id, operation, field_changes, entity_snapshot, created_at)
         SELECT ?, 'track', 't' || value, 'create', '{}', '{"name":"é"}', 1 FROM json_each(?)`,
        [id, JSON.stringify(Array.from({ length: count }, (_, index) => index))],
      ),
    );
    const { status, body } = await ask('GET', `batch/${id}/changes`);
    expect(status).toBe(200);
    const ids = (body as { entity_id: string }[]).map(({ entity_id: entityId }) => entityId);
    expect(ids).toEqual(Array.from({ length: count }, (_, index) => `t${index}`));
  });

  it.each([
    ['GET', 'batch/nobody', 404, 'NOT_FOUND'],
    ['GET', 'batch/nobody/changes', 404, 'NOT_FOUND'],
    ['POST', 'batch/nobody/close', 404, 'NOT_FOUND'],
    ['DELETE', 'batch/nobody', 404, 'NOT_FOUND'],
    ['GET', 'entity/playlist/a1', 400, 'INVALID_PARAMETER'],
    ['GET', 'batches?is_open=maybe', 400, 'INVALID_PARAMETER'],
    ['PUT', 'batch', 405, 'METHOD_NOT_ALLOWED'],
  ])('%s %s is refused', async (method, path, status, code) => {
    expect(await ask(method, path)).toMatchObject(refused(status, code));
  });

  it('are for editors', async () => {
    const routes = ['batches', 'batch/x', 'batch/x/changes', 'entity/artist/a1'].map((path) => ['GET', path] as const);
    for (const [method, path] of [
      ...routes,
      ['POST', 'batch'],
      ['POST', 'batch/x/close'],
      ['DELETE', 'batch/x'],
    ] as const) {
      const answer = await editing.as('listener')(method, `admin/changelog/${path}`);
      expect(answer).toMatchObject(refused(403, 'FORBIDDEN'));
    }
  });
});

describe('what is new', () => {
  const news = async (query = '') => (await editing.as('listener')('GET', `content/whatsnew${query}`)).body;

  it('are the closed batches, with what came, changed and went', async () => {
    expect(await news()).toEqual({ batches: [] });
    const { id } = await open();
    await add('n1', 'Newcomers');
    await edit('Nova');
    await edit('Nova Duo');
    await editing.ask('DELETE', 'content/album/b1');
    await editing.ask('DELETE', 'content/image/i2');
    expect(await news()).toEqual({ batches: [] });
    await ask('POST', `batch/${id}/close`);
    const tracks = (await editing.rows(`SELECT 1 FROM catalog_change_log WHERE entity_type = 'track'`)).length;
    expect(tracks).toBeGreaterThan(0);
    expect(await news()).toEqual({
      batches: [
        {
          id,
          name: 'March drop',
          description: null,
          closed_at: now(),
          summary: {
            artists: { added: [{ id: 'n1', name: 'Newcomers' }], updated_count: 3, deleted: [] },
            albums: { added: [], updated_count: 0, deleted: [{ id: 'b1', name: 'Night Bus' }] },
            tracks: { added_count: 0, updated_count: 0, deleted_count: tracks },
            images: { added: [], updated_count: 0, deleted: [{ id: 'i2', name: 'Unknown' }] },
          },
        },
      ],
    });
  });

  it('are the last closed first, as many as asked for', async () => {
    for (const name of ['one', 'two', 'three']) {
      const { id } = await open(name);
      await ask('POST', `batch/${id}/close`);
    }
    const names = async (query: string) => (await news(query)) as { batches: { name: string }[] };
    expect((await names('?limit=2')).batches.map(({ name }) => name)).toEqual(['three', 'two']);
    expect((await names('?limit=0')).batches).toEqual([]);
    expect((await names('?limit=900')).batches).toHaveLength(3);
  });

  it('may be kept by who asked, and needs the catalog', async () => {
    const { headers } = await editing.catalog.ask('/v1/content/whatsnew');
    expect(headers.get('cache-control')).toBe('private, max-age=3600');
    const [wrong, guest] = [editing.as('listener'), editing.as('guest')];
    expect(await wrong('GET', 'content/whatsnew?limit=-1')).toMatchObject(refused(400, 'INVALID_PARAMETER'));
    expect(await guest('GET', 'content/whatsnew')).toMatchObject(refused(403, 'FORBIDDEN'));
  });

  it('is counted without reading the entries', async () => {
    const plan = await editing.rows<{ detail: string }>(
      `EXPLAIN QUERY PLAN SELECT count(*) FROM catalog_change_log n
       WHERE n.batch_id = 'b' AND n.entity_type = 'track' AND n.operation = 'create'`,
    );
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('COVERING INDEX')]);
  });
});
