import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Editing, startEditing } from '../test-app/editor.js';

const ARTIST = { name: 'The Pilots', genres: ['surf'], activity_periods: [{ Decade: 1960 }] };
const ALBUM = { name: 'Tide Table', album_type: 'Single', genres: ['sea'] };
const TRACK = {
  ...{ name: 'Low Water', album_id: 'b1', disc_number: 1, track_number: 9, is_explicit: false },
  ...{ audio_uri: 'audio/x.flac', format: 'Flac', tags: [], has_lyrics: true, languages: ['en'] },
};
const IMAGE = { uri: 'images/x.png', size: 'Large', width: 300, height: 200 };
const ENTITIES = { artist: ARTIST, album: ALBUM, track: TRACK, image: IMAGE } as const;
const THERE = { artist: 'a1', album: 'b1', track: 't1', image: 'i1' } as const;
type Kind = keyof typeof ENTITIES;
const KINDS = Object.keys(ENTITIES) as Kind[];

let editing: Editing;
beforeEach(async () => {
  editing = await startEditing();
});
afterEach(() => editing.catalog.app.close());

const ask = (method: string, path: string, body?: unknown) => editing.ask(method, `content/${path}`, body);
const create = (kind: Kind, given: object = {}) => ask('POST', kind, { id: 'x', ...ENTITIES[kind], ...given });
const replace = (kind: Kind, given: object = {}, id: string = THERE[kind]) =>
  ask('PUT', `${kind}/${id}`, { ...ENTITIES[kind], ...given });
const log = async () => {
  const entries = await editing.rows<Record<string, string>>('SELECT * FROM catalog_change_log ORDER BY id');
  return entries.map(({ display_summary: summary, field_changes: fields = '' }) => [
    summary,
    JSON.parse(fields) as unknown,
  ]);
};
const events = async () => {
  const outbox = await editing.rows<{ body: string }>('SELECT body FROM outbox ORDER BY rowid');
  return outbox.map(({ body }) => JSON.parse(body) as unknown);
};
const found = async (query: string) => {
  const { body } = await editing.ask('POST', 'content/search', { query });
  return (body as { item_id: string }[]).map(({ item_id: id }) => id);
};

describe('adding', () => {
  it.each([
    ['artist', { id: 'x', ...ARTIST }],
    [
      'album',
      {
        ...{ id: 'x', ...ALBUM, label: null, date: null, release_date: null },
        ...{ original_title: null, version_title: null },
      },
    ],
    [
      'track',
      {
        ...{ id: 'x', ...TRACK, duration_secs: null, language_of_performance: ['en'] },
        ...{ original_title: null, version_title: null },
      },
    ],
    ['image', { id: 'x', ...IMAGE }],
  ] as const)('an %s answers it as it is stored and as it is read', async (kind, stored) => {
    expect(await create(kind)).toEqual({ status: 201, body: stored });
    if (kind === 'image') return;
    const { body } = await ask('GET', `${kind}/x`);
    expect(kind === 'artist' ? (body as { artist: unknown }).artist : body).toEqual(stored);
  });

  it('notes, indexes and tells it in the same transaction', async () => {
    await create('album', { artists_ids: ['a3', 'a1'], display_image_id: 'i2' });
    expect(await log()).toEqual([
      [
        'Created album "Tide Table"',
        expect.objectContaining({
          name: { old: null, new: 'Tide Table' },
          artists_ids: { old: null, new: ['a3', 'a1'] },
          display_image_id: { old: null, new: 'i2' },
        }),
      ],
    ]);
    expect(await found('tide table')).toContain('x');
    expect(await events()).toMatchObject([{ type: 'hook.OnCatalogChange', data: { change_count: 1 } }]);
  });

  it.each(KINDS)('an %s whose id is there is refused and leaves no trace', async (kind) => {
    const before = await editing.everything();
    expect(await create(kind, { id: THERE[kind] })).toMatchObject({ status: 409, body: { code: 'ALREADY_EXISTS' } });
    expect(await editing.everything()).toEqual(before);
  });

  it('takes the date of an album under either name', async () => {
    expect((await create('album', { id: 'x1', release_date: 5 })).body).toMatchObject({ date: 5, release_date: 5 });
    expect((await create('album', { id: 'x2', date: 6, release_date: 5 })).body).toMatchObject({ date: 6 });
  });

  it('keeps of the activity periods of an artist what they mean, whatever else is sent or left out', async () => {
    const sent = [
      { Decade: 1990, more: 1 },
      { Timespan: { start_year: 2004, more: 1 }, more: 1 },
      { Decade: null, Timespan: { start_year: 2004, end_year: 2010 } },
    ];
    const kept = [
      { Decade: 1990 },
      { Timespan: { start_year: 2004, end_year: null } },
      { Timespan: { start_year: 2004, end_year: 2010 } },
    ];
    const { body } = await create('artist', { activity_periods: sent });
    expect(body).toEqual({ id: 'x', ...ARTIST, activity_periods: kept });
    expect((await ask('GET', 'artist/x')).body).toMatchObject({ artist: body as object });
    const before = await editing.everything();
    await replace('artist', { activity_periods: sent }, 'x');
    expect(await editing.everything()).toEqual(before);
  });

  it('takes an id of 256 characters, also of such as are two units or two code points, and finds it', async () => {
    for (const id of ['🎵'.repeat(256), '❤️'.repeat(128)]) {
      expect((await create('artist', { id })).status).toBe(201);
      expect((await ask('GET', `artist/${encodeURIComponent(id)}`)).status).toBe(200);
      const longer = `${id}!`;
      expect(await create('artist', { id: longer })).toMatchObject({ status: 400, body: { code: 'INVALID_ENTITY' } });
      expect(await ask('GET', `artist/${encodeURIComponent(longer)}`)).toMatchObject({ status: 404 });
    }
  });

  it('takes the languages of a track under either name', async () => {
    const { languages: _without, ...track } = TRACK;
    const other = { language_of_performance: ['it'] };
    expect((await ask('POST', 'track', { id: 'x1', ...track, ...other })).body).toMatchObject({ languages: ['it'] });
    expect((await create('track', { id: 'x2', ...other })).body).toMatchObject({ language_of_performance: ['en'] });
  });
});

describe('replacing', () => {
  it('notes only what differs, and finds the entity under its new name', async () => {
    const { body: before } = await ask('GET', 'album/b1');
    expect(await replace('album', { ...(before as object), name: 'Day Bus', id: 'ignored' })).toMatchObject({
      status: 200,
      body: { id: 'b1', name: 'Day Bus' },
    });
    expect(await log()).toEqual([['Updated album "Day Bus"', { name: { old: 'Night Bus', new: 'Day Bus' } }]]);
    expect(await found('day bus')).toContain('b1');
  });

  it('with the same entity changes, notes and tells nothing', async () => {
    const { body } = await ask('GET', 'album/b2');
    const before = await editing.everything();
    expect(await replace('album', body as object, 'b2')).toEqual({ status: 200, body });
    expect(await editing.everything()).toEqual(before);
  });

  it('keeps relationships that are not named, and sets those that are', async () => {
    const credits = (await ask('GET', 'track/t1/resolved')).body as { artists: { artist: { id: string } }[] };
    await replace('track');
    expect(((await ask('GET', 'track/t1/resolved')).body as typeof credits).artists).toEqual(credits.artists);
    await replace('track', { artists: [{ artist_id: 'a3', role: 'Composer' }] });
    expect((await ask('GET', 'track/t1/resolved')).body).toMatchObject({
      artists: [{ artist: { id: 'a3' }, role: 'Composer' }],
    });
    await replace('album', { display_image_id: null, artists_ids: [] });
    expect((await ask('GET', 'album/b1/resolved')).body).toMatchObject({ display_image: null, artists: [] });
    await replace('album', { display_image_id: 'i2', artists_ids: ['a2', 'a1'] });
    expect((await ask('GET', 'album/b1/resolved')).body).toMatchObject({
      display_image: { id: 'i2' },
      artists: [{ id: 'a2' }, { id: 'a1' }],
    });
  });

  it.each(KINDS)('an unknown %s is not found', async (kind) => {
    const before = await editing.everything();
    expect(await replace(kind, {}, 'nobody')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await editing.everything()).toEqual(before);
  });
});

describe('removing', () => {
  it('an album removes its tracks, each noted', async () => {
    const tracks = await editing.rows<{ name: string }>(`SELECT name FROM tracks WHERE album_id = 'b1'`);
    expect(await ask('DELETE', 'album/b1')).toEqual({ status: 204, body: '' });
    expect(await editing.rows(`SELECT 1 FROM tracks WHERE album_id = 'b1'`)).toEqual([]);
    const summaries = (await log()).map(([summary]) => summary);
    expect(summaries[0]).toBe('Deleted album "Night Bus"');
    expect(summaries.slice(1).sort()).toEqual(tracks.map(({ name }) => `Deleted track "${name}"`).sort());
    expect(await found('night bus')).not.toContain('b1');
  });

  it('an artist removes the links to it, noted at what was linked', async () => {
    expect((await ask('DELETE', 'artist/a1')).status).toBe(204);
    const linked = await editing.rows(`SELECT 1 FROM album_artists WHERE artist_id = 'a1'
      UNION ALL SELECT 1 FROM track_artists WHERE artist_id = 'a1'`);
    expect(linked).toEqual([]);
    const changed = await editing.rows(
      `SELECT DISTINCT entity_type, operation FROM catalog_change_log ORDER BY entity_type`,
    );
    expect(changed).toEqual([
      { entity_type: 'album', operation: 'update' },
      { entity_type: 'artist', operation: 'delete' },
      { entity_type: 'track', operation: 'update' },
    ]);
  });

  it('an image clears it where it is shown', async () => {
    expect((await ask('DELETE', 'image/i1')).status).toBe(204);
    expect((await ask('GET', 'album/b1/resolved')).body).toMatchObject({ display_image: null, covers: [] });
    expect(await log()).toEqual([
      ['Updated album "Night Bus"', { display_image_id: { old: 'i1', new: null } }],
      ['Deleted image "i1"', expect.anything()],
    ]);
  });

  it.each(KINDS)('an unknown %s is not found', async (kind) => {
    expect(await ask('DELETE', `${kind}/nobody`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect(await ask('DELETE', `${kind}/${'x'.repeat(257)}`)).toMatchObject({ status: 404 });
  });
});

describe('an edit', () => {
  const TOO_LONG = 'x'.repeat(2001);
  const NAMES: [string, object][] = [
    ['name', { name: ' ' }],
    ['name', { name: 7 }],
    ['name', { name: TOO_LONG }],
  ];
  const INVALID: [Kind, string, object][] = [
    ...(['artist', 'album', 'track'] as const).flatMap((kind) =>
      NAMES.map(([f, g]): [Kind, string, object] => [kind, f, g]),
    ),
    ...KINDS.map((kind): [Kind, string, object] => [kind, 'id', { id: '' }]),
    ...KINDS.map((kind): [Kind, string, object] => [kind, 'id', { id: 'x'.repeat(257) }]),
    ['artist', 'genres', { genres: null }],
    ['artist', 'genres', { genres: [1] }],
    ['artist', 'activity_periods', { activity_periods: [{ Decade: '1990' }] }],
    ['artist', 'activity_periods', { activity_periods: [{ Decade: 1990, Timespan: { start_year: 2004 } }] }],
    ['artist', 'activity_periods', { activity_periods: [{ Timespan: { start_year: 2004, end_year: 1999 } }] }],
    ['artist', 'activity_periods', { activity_periods: [null] }],
    ['artist', 'activity_periods', { activity_periods: [{ Timespan: null }] }],
    ['artist', 'activity_periods', { activity_periods: {} }],
    ['artist', 'display_image_id', { display_image_id: 4 }],
    ['album', 'album_type', { album_type: 'ALBUM' }],
    ['album', 'date', { date: 1.5 }],
    ['album', 'date', { date: 1e15 }],
    ['album', 'label', { label: [] }],
    ['album', 'artists_ids', { artists_ids: ['a1', 'a1'] }],
    ['album', 'artists_ids', { artists_ids: null }],
    ['album', 'artists_ids', { artists_ids: 'a1' }],
    ['track', 'album_id', { album_id: '' }],
    ['track', 'disc_number', { disc_number: 0 }],
    ['track', 'track_number', { track_number: 1e12 }],
    ['track', 'duration_secs', { duration_secs: -1 }],
    ['track', 'is_explicit', { is_explicit: 1 }],
    ['track', 'format', { format: 'MP3' }],
    ['track', 'languages', { languages: undefined }],
    ['track', 'languages', { languages: null }],
    ['track', 'audio_uri', { audio_uri: '../../etc/passwd' }],
    ['track', 'audio_uri', { audio_uri: '/etc/passwd' }],
    ['track', 'audio_uri', { audio_uri: 'a\\b' }],
    ['track', 'audio_uri', { audio_uri: 'a\0b' }],
    ['track', 'artists.0.role', { artists: [{ artist_id: 'a1', role: 'Boss' }] }],
    ['track', 'artists.0.artist_id', { artists: [{ role: 'Composer' }] }],
    ['track', 'artists', { artists: [null] }],
    ['track', 'artists', { artists: [['a1']] }],
    ['track', 'artists', { artists: null }],
    [
      'track',
      'artists',
      {
        artists: [
          { artist_id: 'a1', role: 'Composer' },
          { artist_id: 'a1', role: 'Composer' },
        ],
      },
    ],
    ['image', 'width', { width: 0 }],
    ['image', 'height', { height: 65_536 }],
    ['image', 'size', { size: 'Huge' }],
    ['image', 'uri', { uri: 'images/../../x' }],
  ];

  it.each(INVALID)('of an %s with an invalid %s is refused: %j', async (kind, field, given) => {
    const before = await editing.everything();
    const refused = { status: 400, body: { code: 'INVALID_ENTITY', error: expect.stringContaining(field) as unknown } };
    expect(await create(kind, given)).toMatchObject(refused);
    if (field !== 'id') expect(await replace(kind, given)).toMatchObject(refused);
    expect(await editing.everything()).toEqual(before);
  });

  it.each<[Kind, string, object]>([
    ['artist', 'image "nobody"', { display_image_id: 'nobody' }],
    ['album', 'image "nobody"', { display_image_id: 'nobody' }],
    ['album', 'artist "nobody", artist "none"', { artists_ids: ['a1', 'nobody', 'none'] }],
    ['track', 'album "nobody"', { album_id: 'nobody' }],
    ['track', 'artist "nobody"', { artists: [{ artist_id: 'nobody', role: 'Actor' }] }],
  ])('of an %s that names the unknown %s is refused', async (kind, named, given) => {
    const before = await editing.everything();
    const refused = {
      status: 400,
      body: { code: 'UNKNOWN_REFERENCE', error: expect.stringContaining(named) as unknown },
    };
    expect(await create(kind, given)).toMatchObject(refused);
    expect(await replace(kind, given)).toMatchObject(refused);
    expect(await editing.everything()).toEqual(before);
  });

  it.each([
    ['no object', '[]', 400, 'INVALID_ENTITY'],
    ['nothing', 'null', 400, 'INVALID_ENTITY'],
    ['half an object', '{"name":', 400, 'MALFORMED_JSON'],
    ['a prototype', '{"__proto__":{"name":"x"}}', 400, 'INVALID_ENTITY'],
    ['too much', JSON.stringify({ name: 'x'.repeat(2 * 1024 * 1024) }), 413, 'PAYLOAD_TOO_LARGE'],
  ])('that is %s is refused', async (_what, body, status, code) => {
    for (const kind of KINDS) {
      expect(await ask('POST', kind, body)).toMatchObject({ status, body: { code } });
      expect(await ask('PUT', `${kind}/${THERE[kind]}`, body)).toMatchObject({ status, body: { code } });
    }
  });

  it('is for editors', async () => {
    for (const kind of KINDS) {
      for (const [method, path] of [
        ['POST', kind],
        ['PUT', `${kind}/${THERE[kind]}`],
        ['DELETE', `${kind}/${THERE[kind]}`],
      ] as const) {
        const asListener = await editing.as('listener')(method, `content/${path}`, ENTITIES[kind]);
        expect(asListener).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
        expect(await editing.as('nobody')(method, `content/${path}`)).toMatchObject({ body: { code: 'NO_SESSION' } });
      }
    }
  });

  it('is undone as a whole when its note cannot be written', async () => {
    await editing.database.write((tx) =>
      tx.run(`CREATE TRIGGER broken BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'broken'); END`),
    );
    const before = await editing.everything();
    expect((await create('track')).status).toBe(500);
    expect((await ask('DELETE', 'album/b1')).status).toBe(500);
    expect(await editing.everything()).toEqual(before);
  });
});
