import { describe, expect, it } from '@jest/globals';
import { FakeClock, openDatabase } from '@pezzottify/testing';
import { CatalogWriter } from '../catalog/changelog/catalog-writer.js';
import { fillSampleCatalog } from '../catalog/test-app/sample-catalog.js';
import { catalogDatabase } from '../storage/catalog/catalog-database.js';
import { AttachMediaUsecase } from './attach-media.usecase.js';

async function setup() {
  const database = await openDatabase(catalogDatabase);
  await fillSampleCatalog(database);
  const attach = new AttachMediaUsecase(new CatalogWriter(database, new FakeClock()));
  const changes = async () => {
    const rows = await database.reads.all<{ field_changes: string }>(
      'SELECT field_changes FROM catalog_change_log ORDER BY id',
    );
    return rows.map((row) => JSON.parse(row.field_changes) as unknown);
  };
  return { database, attach, changes };
}

const audio = { kind: 'track_audio', id: 't5', uri: 'audio/t5.m4a', format: 'Aac160' } as const;
const image = { kind: 'image', id: 'i1', uri: 'images/i1.jpg', width: 1000, height: 900 } as const;

describe('AttachMediaUsecase', () => {
  it('points a track at its file and notes it as one update', async () => {
    const { attach, database, changes } = await setup();
    expect(await attach.execute(audio)).toEqual({ kind: 'attached' });
    expect(await database.reads.get(`SELECT audio_uri, format FROM tracks WHERE id = 't5'`)).toEqual({
      audio_uri: 'audio/t5.m4a',
      format: 'AAC_160',
    });
    expect(await changes()).toEqual([
      {
        audio_uri: { old: 'audio/t5.wav', new: 'audio/t5.m4a' },
        format: { old: 'Unknown', new: 'Aac160' },
      },
    ]);
    expect(await database.reads.all('SELECT id FROM outbox')).toHaveLength(1);
  });

  it('points an image at its file, with the size it really has', async () => {
    const { attach, changes } = await setup();
    expect(await attach.execute(image)).toEqual({ kind: 'attached' });
    expect(await changes()).toEqual([{ width: { old: 640, new: 1000 }, height: { old: 640, new: 900 } }]);
  });

  it.each([audio, image])('changes nothing when the same file is attached again: $kind', async (media) => {
    const { attach, database, changes } = await setup();
    await attach.execute(media);
    expect(await attach.execute(media)).toEqual({ kind: 'attached' });
    expect(await changes()).toHaveLength(1);
    expect(await database.reads.all('SELECT id FROM outbox')).toHaveLength(1);
  });

  it.each([
    { ...audio, id: 'gone' },
    { ...image, id: 'gone' },
  ])('knows what is no longer in the catalog: $kind', async (media) => {
    const { attach, database } = await setup();
    expect(await attach.execute(media)).toEqual({ kind: 'unknown_entity' });
    expect(await database.reads.all('SELECT id FROM catalog_batches')).toEqual([]);
  });

  it.each([
    { ...audio, uri: '../t5.m4a' },
    { ...image, uri: '/i1.jpg' },
  ])('refuses a path outside the media root: $uri', async (media) => {
    const { attach, changes } = await setup();
    expect(await attach.execute(media)).toMatchObject({ kind: 'refused' });
    expect(await changes()).toEqual([]);
  });
});
