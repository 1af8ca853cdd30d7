import { describe, expect, it } from '@jest/globals';
import { type ManifestRow } from '@pezzottify/contracts';
import { type DescribedMedia } from '../catalog-manifest.js';
import type { Checked, Fault } from '../files/media-files.thread.js';
import { confirmFaults } from './confirm-faults.js';

/** A catalog as it is by now, and a disk where only these paths hold what they should. */
function setup({ media, whole }: { media: DescribedMedia[]; whole: string[] }) {
  const asked: number[] = [];
  const check = (rows: string): Promise<Checked> => {
    const bad = (JSON.parse(rows) as ManifestRow[]).filter(([, uri]) => !whole.includes(uri));
    const faults = bad.map(([id, uri]): Fault => {
      return { id, uri, problem: 'missing', expectedBytes: 9, foundBytes: null };
    });
    return Promise.resolve({ number: 0, done: 0, files: 0, bytes: 0, last: null, faults });
  };
  const surroundings = {
    manifest: {
      describe: (_list: string, ids: string[]) => {
        asked.push(ids.length);
        return Promise.resolve(media.filter(({ id }) => ids.includes(id)));
      },
    },
    files: { checkSizes: check, checkContents: check },
    signal: new AbortController().signal,
  };
  const confirm = (...ids: string[]) => confirmFaults('album_image', ids, 'size', surroundings);
  return { confirm, asked };
}

const image = (id: string, uri: string): DescribedMedia => ({
  ...{ id, uri, bytes: 9, crc32: null, name: `Album of ${id}`, album_ids: ['al'] },
});

describe('a fault that is looked at again', () => {
  it('is none when the row points at a good file by now, or is gone', async () => {
    const { confirm } = setup({ media: [image('moved', 'new'), image('lost', 'old')], whole: ['new'] });
    expect((await confirm('moved', 'lost', 'deleted')).map(({ contentId }) => contentId)).toEqual(['lost']);
  });

  it('becomes a finding with what people want to know', async () => {
    const { confirm } = setup({ media: [image('lost', 'images/lost.jpg')], whole: [] });
    expect(await confirm('lost')).toEqual([
      {
        contentType: 'ALBUM_IMAGE',
        contentId: 'lost',
        contentName: 'Album of lost',
        albumIds: ['al'],
        uri: 'images/lost.jpg',
        problem: 'missing',
        expectedBytes: 9,
        foundBytes: null,
      },
    ]);
  });

  it('is asked about in questions that are not too large', async () => {
    const { confirm, asked } = setup({ media: [], whole: [] });
    await confirm(...Array.from({ length: 450 }, (_, index) => `i${index}`));
    expect(asked).toEqual([200, 200, 50]);
  });
});
