import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MessageBus } from '@pezzottify/messaging';
import { type Database } from '@pezzottify/persistence';
import {
  FakeClock,
  type NatsServer,
  openDatabase,
  silentLogger,
  startNats,
  temporaryDirectory,
} from '@pezzottify/testing';
import { type CatalogApp, startCatalog } from '../catalog/test-app/start-catalog.js';
import { catalogDatabase } from '../storage/catalog/catalog-database.js';
import { anAlbumRequest } from './test-app/album-request.js';

/** Over a real nats-server, as the download manager asks. */
describe('requests to the catalog', () => {
  let nats: NatsServer;
  let bus: MessageBus;
  let caller: MessageBus;
  let catalog: CatalogApp;
  let database: Database;
  let mediaPath: string;
  const options = { timeoutMs: 5000 };

  beforeAll(async () => {
    nats = await startNats();
    database = await openDatabase(catalogDatabase);
    mediaPath = await temporaryDirectory();
    await mkdir(join(mediaPath, 'audio'));
    bus = MessageBus.connect({ url: nats.url, service: 'catalog-api', logger: silentLogger() });
    catalog = await startCatalog({ database, mediaPath, logger: silentLogger(), clock: new FakeClock(), bus });
    bus.start();
    caller = MessageBus.connect({ url: nats.url, service: 'download-manager', logger: silentLogger() });
    await Promise.all([bus.whenConnected(), caller.whenConnected()]);
  });
  afterAll(async () => {
    await catalog.app.close();
    await caller.stop();
    await bus.stop();
    await nats.stop();
  });

  it('carry an album from unknown to complete', async () => {
    const asked = { album_ids: ['b1', 'b9'], artist_ids: ['a1', 'a9'] };
    const presence = () => caller.request('catalog.look-up-presence', asked, options);
    expect(await presence()).toEqual({ complete_album_ids: [], artist_ids: [] });

    await caller.request('catalog.ingest-album', anAlbumRequest(), options);
    expect(await presence()).toEqual({ complete_album_ids: [], artist_ids: ['a1'] });
    expect((await catalog.ask('/v1/content/stream/t1')).status).toBe(404);

    for (const id of ['t1', 't2']) {
      await writeFile(join(mediaPath, `audio/${id}.mp3`), 'music');
      const uri = `audio/${id}.mp3`;
      await caller.request('catalog.attach-media', { kind: 'track_audio', id, uri, format: 'Mp3_320' }, options);
    }
    expect(await presence()).toEqual({ complete_album_ids: ['b1'], artist_ids: ['a1'] });
    const answer = await catalog.ask('/v1/content/stream/t1');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'audio/mpeg',
      'music',
    ]);
  });

  it('answer again after the reply was lost, with the same result', async () => {
    const replies = await Promise.all(
      Array.from({ length: 5 }, () =>
        caller.request('catalog.ingest-album', anAlbumRequest({ id: 'b7', tracks: [] }), options),
      ),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(await database.reads.all(`SELECT id FROM catalog_change_log WHERE entity_id = 'b7'`)).toHaveLength(1);
  });

  it('count an album without tracks, or with one missing file, as not complete', async () => {
    await database.write(async (tx) => {
      await tx.run(`INSERT INTO albums (id, name, album_type) VALUES ('half', 'x', 'ALBUM'), ('bare', 'x', 'ALBUM')`);
      await tx.run(
        `INSERT INTO tracks (id, name, album_id, track_number, audio_uri, format)
         VALUES ('h1', 'x', 'half', 1, 'audio/t1.mp3', 'MP3_320'), ('h2', 'x', 'half', 2, 'audio/absent.mp3', 'MP3_320')`,
      );
    });
    expect(
      await caller.request('catalog.look-up-presence', { album_ids: ['half', 'bare'], artist_ids: [] }, options),
    ).toEqual({ complete_album_ids: [], artist_ids: [] });
  });

  it('make new names searchable in the moment they are stored', async () => {
    await caller.request(
      'catalog.ingest-album',
      anAlbumRequest({ id: 'b5', name: 'Zebra Crossing', tracks: [] }),
      options,
    );
    const answer = await catalog.ask('/v1/content/search', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'zebra crossing' }),
    });
    expect(await answer.json()).toMatchObject([{ item_type: 'Album', item_id: 'b5', score: 0 }]);
  });
});
