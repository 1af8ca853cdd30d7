import { open as openFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { DatabaseForeignError, DatabaseHeldError } from '@pezzottify/persistence';
import { schemaDifferences, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { audioFile, brokenFile, imageFile, picture } from '../scan/known-file.fixture.js';
import { type KnownFiles } from '../scan/known-files.port.js';
import { MemoryKnownFiles } from '../scan/memory-known-files.adapter.js';
import { indexDatabase } from './index-database.js';
import { openKnownFiles } from './open-known-files.js';

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
const contents = async (files: KnownFiles) => (await files.load()).sort(byPath);

const song = audioFile('Älbum/1.mp3', { title: `"'\\ \u{1f3b5}`, artists: ['A'], track: 1 }, { picture: picture('a') });
const cover = imageFile('Älbum/cover.jpg', 'c');
const broken = brokenFile('broken.mp3');

const open = (indexFile: string, libraryRoot = '/music') =>
  openKnownFiles({ indexFile, libraryRoot, logger: silentLogger() });

const kinds: [string, () => Promise<KnownFiles>][] = [
  ['SqliteKnownFiles', async () => open(join(await temporaryDirectory(), 'index.db'))],
  ['MemoryKnownFiles', () => Promise.resolve(new MemoryKnownFiles())],
];

describe.each(kinds)('%s', (_name, make) => {
  it('gives back what was saved, the last version of each file', async () => {
    const files = await make();
    await files.save([song, cover, broken]);
    await files.save([{ ...broken, size: 7 }]);
    expect(await contents(files)).toEqual([{ ...broken, size: 7 }, song, cover].sort(byPath));
    await files.close();
  });

  it('forgets what it is told to, and only that', async () => {
    const files = await make();
    await files.save([song, cover, broken]);
    await files.forget([song.path, 'never/seen.mp3']);
    expect(await contents(files)).toEqual([broken, cover].sort(byPath));
    await files.close();
  });
});

describe('the index file', () => {
  it('is made by migrations that agree with its entities', async () => {
    expect(await schemaDifferences(indexDatabase('index.db'))).toEqual([]);
  });

  it('is kept from one start to the next, in a folder that is made for it', async () => {
    const indexFile = join(await temporaryDirectory(), 'caches/pezzottify/index.db');
    const first = await open(indexFile);
    await first.save([song]);
    await first.close();
    const second = await open(indexFile);
    expect(await contents(second)).toEqual([song]);
    await second.close();
  });

  it('is emptied for another library, where the same path may be another file', async () => {
    const indexFile = join(await temporaryDirectory(), 'index.db');
    const first = await open(indexFile);
    await first.save([song]);
    await first.close();
    const second = await open(indexFile, '/other');
    expect(await contents(second)).toEqual([]);
    await second.close();
  });

  it('belongs to one process at a time', async () => {
    const indexFile = join(await temporaryDirectory(), 'index.db');
    const first = await open(indexFile);
    await expect(open(indexFile)).rejects.toThrow(DatabaseHeldError);
    await first.close();
  });

  it('is made again when it is damaged, and the damaged one kept', async () => {
    const folder = await temporaryDirectory();
    const indexFile = join(folder, 'index.db');
    const first = await open(indexFile);
    await first.save(Array.from({ length: 2000 }, (_unused, index) => audioFile(`${index}.mp3`)));
    await first.close();
    const handle = await openFile(indexFile, 'r+');
    await handle.write(Buffer.alloc(40_000, 0x5a), 0, 40_000, 8192);
    await handle.close();
    const second = await open(indexFile);
    expect(await contents(second)).toEqual([]);
    await second.close();
    expect(await readdir(folder)).toContain('index.db.damaged');
  });

  it('is not taken over from another program', async () => {
    const indexFile = join(await temporaryDirectory(), 'letters.txt');
    await writeFile(indexFile, 'Dear Marea, '.repeat(1000));
    await expect(open(indexFile)).rejects.toThrow(DatabaseForeignError);
  });

  it('is done without where it cannot be written', async () => {
    const folder = await temporaryDirectory();
    await writeFile(join(folder, 'file'), '');
    const files = await open(join(folder, 'file', 'index.db'));
    expect(files).toBeInstanceOf(MemoryKnownFiles);
  });
});
