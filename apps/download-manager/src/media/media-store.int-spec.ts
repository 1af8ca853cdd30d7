import * as nodeFiles from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { eventually, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { ProviderError } from '../provider/provider.errors.js';
import { type ProviderMedia } from '../provider/provider.port.js';
import { type FileSystem } from './file-system.port.js';
import { removeLeftovers } from './leftovers.js';
import { AUDIO, IMAGE } from './media-kind.js';
import { MediaStore } from './media-store.js';
import { audioUri, imageUri } from './media-paths.js';

const SAMPLES = new URL('../../../../libs/testing/src/provider/samples/', import.meta.url);
const sample = (name: string): Promise<Buffer> => nodeFiles.readFile(new URL(name, SAMPLES));
const never = new AbortController().signal;
const target = (id: string, itemId = 'item-1') => ({ id, itemId });

/** The store on a real folder; `files` replaces single calls of the file system. */
async function setup(files: Partial<FileSystem> = {}, minFreeSpaceMb = 0) {
  const root = await temporaryDirectory();
  const settings = { minFreeSpaceMb };
  const store = new MediaStore({
    root,
    settings,
    logger: silentLogger(),
    files: { ...nodeFiles, ...files },
  });
  const everything = async () =>
    (await nodeFiles.readdir(root, { recursive: true, withFileTypes: true }))
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  return { root, store, everything, settings };
}

function media(bytes: Uint8Array, options: Partial<ProviderMedia> & { fails?: Error } = {}): ProviderMedia {
  async function* body(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 1000) yield await Promise.resolve(bytes.subarray(at, at + 1000));
    if (options.fails) throw options.fails;
  }
  return { contentType: null, contentLength: bytes.length, body: body(), discard: () => undefined, ...options };
}

describe('a received file', () => {
  it.each([
    ['tone.flac', 'flac', 'Flac'],
    ['tone.mp3', 'mp3', 'Mp3_320'],
    ['tone-tagged.mp3', 'mp3', 'Mp3_320'],
    ['tone.ogg', 'ogg', 'OggVorbis320'],
    ['tone.opus', 'ogg', 'OggVorbis320'],
    ['tone.aac', 'aac', 'Aac160'],
    ['tone.m4a', 'm4a', 'Aac160'],
    ['tone.wav', 'wav', 'Unknown'],
  ])('%s lies where its kind says, byte for byte', async (name, extension, format) => {
    const { store, root, everything } = await setup();
    const bytes = await sample(name);
    const stored = await store.receive(AUDIO, target('track-1'), media(bytes), never);
    expect(stored).toMatchObject({
      uri: `audio/tr/ac/k-/track-1.${extension}`,
      bytes: bytes.length,
      facts: { extension, format },
    });
    expect(await nodeFiles.readFile(join(root, stored.uri))).toEqual(bytes);
    expect(await everything()).toEqual([stored.uri]);
    expect(await store.find(AUDIO, target('track-1'))).toMatchObject({
      uri: stored.uri,
      bytes: bytes.length,
      facts: { format },
    });
  });

  it.each(['picture.jpg', 'picture.png', 'picture.webp', 'picture.gif'])(
    '%s is a picture with its size',
    async (name) => {
      const { store } = await setup();
      const stored = await store.receive(IMAGE, target('img'), media(await sample(name)), never);
      expect(stored).toMatchObject({ uri: 'images/img.jpg', facts: { width: 48, height: 32 } });
    },
  );

  it('may be FLAC behind a tag', async () => {
    const { store } = await setup();
    const tag = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\x05', 'latin1'), Buffer.alloc(5)]);
    const stored = await store.receive(
      AUDIO,
      target('t'),
      media(Buffer.concat([tag, await sample('tone.flac')])),
      never,
    );
    expect(stored.uri).toBe('audio/t.flac');
  });

  it('takes the place of what lay there under any of its names', async () => {
    const { store, everything, root } = await setup();
    await nodeFiles.mkdir(join(root, 'audio'));
    await nodeFiles.writeFile(join(root, audioUri('t', 'mp3')), 'rotten');
    await nodeFiles.writeFile(join(root, audioUri('t', 'flac')), '');
    expect(await store.find(AUDIO, target('t'))).toBeNull();
    await store.receive(AUDIO, target('t'), media(await sample('tone.flac')), never);
    expect(await everything()).toEqual(['audio/t.flac']);
  });

  it('is synced before it is renamed, and all its folders after', async () => {
    const steps: string[] = [];
    const open: FileSystem['open'] = async (path, ...rest) => {
      const handle = await nodeFiles.open(path, ...rest);
      const sync = handle.sync.bind(handle);
      handle.sync = () => {
        steps.push(String(path).includes('.part-') ? 'sync file' : `sync ${String(path).slice(root.length)}`);
        return sync();
      };
      return handle;
    };
    const rename: FileSystem['rename'] = (from, to) => {
      steps.push('rename');
      return nodeFiles.rename(from, to);
    };
    const { store, root } = await setup({ open, rename });
    await store.receive(AUDIO, target('abcdefg'), media(await sample('tone.flac')), never);
    expect(steps.slice(0, 2)).toEqual(['sync file', 'rename']);
    const folders = ['', '/audio', '/audio/ab', '/audio/ab/cd', '/audio/ab/cd/ef'];
    expect(steps.slice(2).sort()).toEqual(folders.map((folder) => `sync ${folder}`));
  });
});

describe('nothing remains of a file that', () => {
  const cases: [string, () => Promise<ProviderMedia>, string][] = [
    ['is empty', () => Promise.resolve(media(Buffer.alloc(0), { contentLength: null })), 'corruption'],
    ['is shorter than it said', async () => media(await sample('tone.flac'), { contentLength: 20_000 }), 'corruption'],
    ['is longer than it said', async () => media(await sample('tone.flac'), { contentLength: 10 }), 'corruption'],
    [
      'is HTML',
      () => Promise.resolve(media(Buffer.from('<html></html>'), { contentType: 'audio/flac' })),
      'corruption',
    ],
    ['is a picture', async () => media(await sample('picture.png')), 'corruption'],
    ['has a header only by name', () => Promise.resolve(media(Buffer.from('fLaC but not really'))), 'corruption'],
    [
      'is nothing but a tag',
      () => Promise.resolve(media(Buffer.from('ID3\x04\0\0\0\0\0\x05', 'latin1'))),
      'corruption',
    ],
    [
      'is a tag and zeros',
      () => Promise.resolve(media(Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\x05', 'latin1'), Buffer.alloc(5000)]))),
      'corruption',
    ],
    ['is too large', async () => media(await sample('tone.flac'), { contentLength: 5 * 1024 ** 3 }), 'corruption'],
    [
      'breaks off',
      async () =>
        media(await sample('tone.flac'), { fails: new ProviderError({ errorType: 'timeout', message: 'x' }) }),
      'timeout',
    ],
  ];
  it.each(cases)('%s', async (_name, body, errorType) => {
    const { store, everything } = await setup();
    await expect(store.receive(AUDIO, target('t'), await body(), never)).rejects.toMatchObject({ errorType });
    expect(await everything()).toEqual([]);
  });

  it('is an image without dimensions', async () => {
    const { store, everything } = await setup();
    const bytes = (await sample('picture.png')).subarray(0, 14);
    await expect(store.receive(IMAGE, target('i'), media(bytes), never)).rejects.toMatchObject({
      errorType: 'corruption',
    });
    expect(await everything()).toEqual([]);
  });

  it('grows beyond what its kind may have', async () => {
    const { store, everything } = await setup();
    const small = { ...IMAGE, maxBytes: 500 };
    const body = media(await sample('picture.jpg'), { contentLength: null });
    await expect(store.receive(small, target('i'), body, never)).rejects.toMatchObject({ errorType: 'corruption' });
    expect(await everything()).toEqual([]);
  });

  it('is no longer wanted', async () => {
    const { store, everything } = await setup();
    const controller = new AbortController();
    const bytes = await sample('tone.flac');
    async function* body(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 1000);
      controller.abort(new Error('cancelled'));
      yield await Promise.resolve(bytes.subarray(1000));
    }
    await expect(store.receive(AUDIO, target('t'), media(bytes, { body: body() }), controller.signal)).rejects.toThrow(
      'cancelled',
    );
    expect(await everything()).toEqual([]);
  });

  const failing = (code: string) => () => Promise.reject(Object.assign(new Error('no'), { code }));
  const disks: [string, Partial<FileSystem>][] = [
    ['cannot be renamed', { rename: failing('EIO') }],
    ['cannot be made', { open: failing('EACCES') }],
    ['has no folder', { mkdir: failing('EROFS') }],
    [
      'cannot be written',
      { open: async (path, flags, mode) => withAppend(await nodeFiles.open(path, flags, mode), failing('ENOSPC')) },
    ],
  ];
  it.each(disks)('%s', async (_name, files) => {
    const { store, everything } = await setup(files);
    const received = store.receive(AUDIO, target('t'), media(await sample('tone.flac')), never);
    await expect(received).rejects.toMatchObject({
      errorType: 'storage',
      message: expect.stringMatching(/\(E[A-Z]+\)/),
    });
    expect(await everything()).toEqual([]);
  });
});

describe('the free space floor', () => {
  const blocks = (count: number) =>
    ({ bavail: count, bsize: 1024 * 1024 }) as unknown as Awaited<ReturnType<FileSystem['statfs']>>;

  it('refuses what would go below it, before the first byte', async () => {
    const { store, everything } = await setup(
      { statfs: (() => Promise.resolve(blocks(100))) as unknown as FileSystem['statfs'] },
      100,
    );
    const received = store.receive(AUDIO, target('t'), media(await sample('tone.flac')), never);
    await expect(received).rejects.toMatchObject({ errorType: 'storage' });
    expect(await everything()).toEqual([]);
  });

  it('is the one that is set now', async () => {
    const statfs = (() => Promise.resolve(blocks(100))) as unknown as FileSystem['statfs'];
    const { store, settings } = await setup({ statfs }, 100);
    settings.minFreeSpaceMb = 99;
    const { uri } = await store.receive(AUDIO, target('t'), media(await sample('tone.flac')), never);
    expect(uri).toBe('audio/t.flac');
  });

  it('is asked again while a large file grows', async () => {
    let asked = 0;
    const statfs = (() => Promise.resolve(blocks(asked++ === 0 ? 1000 : 10))) as unknown as FileSystem['statfs'];
    const { store, everything } = await setup({ statfs }, 100);
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) yield await Promise.resolve(Buffer.alloc(1024 * 1024));
    }
    const received = store.receive(
      AUDIO,
      target('t'),
      media(Buffer.alloc(0), { body: endless(), contentLength: null }),
      never,
    );
    await expect(received).rejects.toMatchObject({ errorType: 'storage' });
    expect(await everything()).toEqual([]);
  });
});

describe('links', () => {
  it('do not lead a file out of the media root', async () => {
    const { store, root } = await setup();
    const outside = await temporaryDirectory();
    await nodeFiles.symlink(outside, join(root, 'audio'));
    const received = store.receive(AUDIO, target('track-1'), media(await sample('tone.flac')), never);
    await expect(received).rejects.toMatchObject({ errorType: 'storage' });
    expect(await nodeFiles.readdir(outside)).toEqual([]);
  });

  it('are not taken for files in place', async () => {
    const { store, root } = await setup();
    const outside = await temporaryDirectory();
    await nodeFiles.writeFile(join(outside, 'tone.flac'), await sample('tone.flac'));
    await nodeFiles.mkdir(join(root, 'audio'));
    await nodeFiles.symlink(join(outside, 'tone.flac'), join(root, audioUri('t', 'flac')));
    expect(await store.find(AUDIO, target('t'))).toBeNull();
    await store.remove(audioUri('t', 'flac'));
    expect(await nodeFiles.readdir(outside)).toEqual(['tone.flac']);
  });
});

describe('leftovers', () => {
  it.each([
    [
      'when it is fetched again',
      (store: MediaStore, file: ProviderMedia) => store.receive(IMAGE, target('img-1'), file, never),
    ],
    ['when another item has brought the file', (store: MediaStore) => store.find(IMAGE, target('img-1'))],
  ])('of an earlier attempt at the same item are removed %s, those of other items stay', async (_when, again) => {
    const { store, root, everything } = await setup();
    const { uri } = await store.receive(IMAGE, target('img-1', 'item-2'), media(await sample('picture.png')), never);
    for (const name of ['.part-item-1-dead', '.part-item-12-alive']) {
      await nodeFiles.writeFile(join(root, uri, '..', name), 'half');
    }
    await again(store, media(await sample('picture.png')));
    expect((await everything()).map((path) => basename(path)).sort()).toEqual(['.part-item-12-alive', basename(uri)]);
  });

  it('that a late worker still writes to cannot be placed any more', async () => {
    const { store, everything } = await setup();
    const bytes = await sample('tone.flac');
    const second = Promise.withResolvers<unknown>();
    async function* slowly(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 1000);
      await second.promise;
      yield bytes.subarray(1000);
    }
    const late = store.receive(AUDIO, target('t'), media(bytes, { body: slowly() }), never);
    await eventually(async () => expect(await everything()).toHaveLength(1));
    await store.receive(AUDIO, target('t'), media(bytes), never);
    second.resolve(null);
    await expect(late).rejects.toMatchObject({ errorType: 'storage' });
    expect(await everything()).toEqual(['audio/t.flac']);
  });

  it('older than a day are removed, younger ones and media stay', async () => {
    const { store, root, everything } = await setup();
    const { uri } = await store.receive(IMAGE, target('img-1'), media(await sample('picture.png')), never);
    const [old, young] = [join(root, uri, '../.part-old'), join(root, uri, '../.part-young')];
    for (const path of [old, young]) await nodeFiles.writeFile(path, 'half');
    const yesterday = Date.now() / 1000 - 25 * 3600;
    for (const path of [old, join(root, uri)]) await nodeFiles.utimes(path, yesterday, yesterday);
    expect(await removeLeftovers(root, Date.now(), never)).toBe(1);
    expect((await everything()).sort()).toEqual([young.slice(root.length + 1), imageUri('img-1')].sort());
    expect(await removeLeftovers(join(root, 'nowhere'), Date.now(), never)).toBe(0);
  });
});

function withAppend(
  handle: nodeFiles.FileHandle,
  appendFile: nodeFiles.FileHandle['appendFile'],
): nodeFiles.FileHandle {
  handle.appendFile = appendFile;
  return handle;
}
