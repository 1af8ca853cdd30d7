import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ManifestRow } from '@pezzottify/contracts';
import { temporaryDirectory } from '@pezzottify/testing';
import { MediaFiles } from './media-files.js';

const sum = (text: string): string => crc32(text).toString(16).padStart(8, '0');

describe('the thread that looks at media files', () => {
  let outside: string;
  let root: string;
  let files: MediaFiles;

  const put = async (uri: string, content: string): Promise<void> => {
    await mkdir(dirname(join(root, uri)), { recursive: true });
    await writeFile(join(root, uri), content);
  };

  beforeAll(async () => {
    outside = await temporaryDirectory();
    root = join(outside, 'media');
    await put('audio/ab/good.mp3', 'music');
    await put('audio/ab/empty.mp3', '');
    await put('audio/ab/other.mp3', 'musix');
    await writeFile(join(outside, 'secret'), 'music');
    await symlink(join(outside, 'secret'), join(root, 'audio/leading-out.mp3'));
    await symlink('ab/good.mp3', join(root, 'audio/inside.mp3'));
    await symlink('nowhere', join(root, 'audio/dangling.mp3'));
  });

  afterEach(() => files.close());

  const open = (signal = new AbortController().signal): MediaFiles => (files = new MediaFiles(root, signal));
  const row = (uri: string, bytes: number | null = 5, crc: string | null = sum('music')): ManifestRow => [
    'id',
    uri,
    bytes,
    crc,
  ];
  const problems = async (depth: 'checkSizes' | 'checkContents', ...rows: ManifestRow[]): Promise<unknown[]> => {
    const { faults, done } = await open()[depth](JSON.stringify(rows), null);
    expect(done).toBe(rows.length);
    return faults.map(({ problem, foundBytes }) => [problem, foundBytes]);
  };

  it.each([
    ['audio/ab/good.mp3', 5, []],
    ['audio/ab/good.mp3', null, []],
    ['audio/inside.mp3', 5, []],
    ['audio/ab/good.mp3', 6, [['truncated', 5]]],
    ['audio/ab/good.mp3', 4, [['changed', 5]]],
    ['audio/ab/empty.mp3', null, [['empty', 0]]],
    ['audio/ab/gone.mp3', 5, [['missing', null]]],
    ['audio/ab', null, [['missing', null]]],
    ['audio/ab/good.mp3/x', null, [['missing', null]]],
    ['audio/dangling.mp3', null, [['missing', null]]],
    ['audio/leading-out.mp3', null, [['missing', null]]],
    ['../secret', null, [['missing', null]]],
    ['', null, [['missing', null]]],
    ['a'.repeat(300), null, [['missing', null]]],
    ['audio/ab/\0', null, [['missing', null]]],
  ])('judges %j of %p bytes: %j', async (uri, bytes, expected) => {
    expect(await problems('checkSizes', row(uri, bytes))).toEqual(expected);
  });

  it('tells other content of the same size only when it reads it', async () => {
    const other = row('audio/ab/other.mp3');
    expect(await problems('checkSizes', other)).toEqual([]);
    expect(await problems('checkContents', other, row('audio/ab/good.mp3'))).toEqual([['changed', 5]]);
  });

  it('says what it has read, and nothing of files without a record', async () => {
    const rows = JSON.stringify([row('audio/ab/good.mp3'), row('audio/ab/other.mp3', null, null)]);
    expect(await open().checkContents(rows, null)).toMatchObject({
      done: 2,
      files: 1,
      bytes: 5,
      last: 'id',
      faults: [],
    });
  });

  it('begins no file when its time is up', async () => {
    const rows = JSON.stringify([row('audio/ab/good.mp3')]);
    expect(await open().checkContents(rows, Date.now() - 1)).toMatchObject({ done: 0, last: null });
  });

  it('says that its thread has ended, however long ago', async () => {
    const broken = new MediaFiles(root, new AbortController().signal, new URL('data:text/javascript,process.exit()'));
    files = broken;
    const check = () => broken.checkSizes('[]');
    await expect(check()).rejects.toThrow('has ended');
    await expect(check()).rejects.toThrow('has ended');
  });

  it('leaves even a huge file soon after an abort', async () => {
    await put('audio/huge.mp3', 'x');
    await truncate(join(root, 'audio/huge.mp3'), 2 ** 40);
    const abort = new AbortController();
    const check = open(abort.signal).checkContents(JSON.stringify([row('audio/huge.mp3', 2 ** 40)]), null);
    const ended = expect(check).rejects.toThrow('cancelled');
    const askedAt = performance.now();
    abort.abort(new Error('cancelled'));
    await ended;
    await files.close();
    expect(performance.now() - askedAt).toBeLessThan(1000);
  });
});
