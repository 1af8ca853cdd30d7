import { cp, mkdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { LibraryScan } from './library-scan.js';
import { MemoryKnownFiles } from './memory-known-files.adapter.js';
import { type ScanProgress } from './scan-progress.js';

const samples = fileURLToPath(new URL('../../../../fixtures/sample-library', import.meta.url));
const LETTERS = 'Marea Vidal/2021 - Low Tide Letters';
const SONG = `${LETTERS}/01 - Salt on the Envelope.flac`;

/** A real copy of the sample library and an index in memory. */
async function setup() {
  const root = join(await temporaryDirectory(), 'library');
  await cp(samples, root, { recursive: true });
  const store = new MemoryKnownFiles();
  const logger = silentLogger();
  const warn = jest.spyOn(logger, 'warn');
  const scan = new LibraryScan(root, store, logger);
  const progress: ScanProgress[] = [];
  const run = (signal = new AbortController().signal) => scan.run((step) => progress.push(step), signal);
  return { root, store, scan, run, warn, progress, at: (path: string) => join(root, path) };
}

let library: Awaited<ReturnType<typeof setup>>;
beforeEach(async () => {
  library = await setup();
});

const readCount = () => library.progress.at(-1)?.filesRead ?? 0;

async function rescan() {
  library.progress.length = 0;
  return library.run();
}

async function skipOf(path: string) {
  const { files, skipped } = await rescan();
  const content = files.get(path)?.content;
  return content?.kind === 'skipped' ? content.skip.reason : skipped.get(path)?.reason;
}

describe('LibraryScan', () => {
  it('reads tags, durations and pictures of every format', async () => {
    const { files } = await library.run();
    expect(files.size).toBe(22);
    const facts = [...files.values()].flatMap(({ content }) => (content.kind === 'audio' ? [content.audio] : []));
    expect(facts).toHaveLength(18);
    expect(new Set(facts.map(({ contentType }) => contentType))).toEqual(
      new Set(['audio/flac', 'audio/mpeg', 'audio/ogg', 'audio/mp4', 'audio/wav']),
    );
    expect(facts.every(({ durationMs }) => durationMs >= 2500 && durationMs < 3600)).toBe(true);
    expect(facts.filter(({ picture }) => picture?.width === 400)).toHaveLength(10);
    expect(files.get('Marea Vidal/artist.jpg')?.content).toMatchObject({ image: { width: 480, height: 480 } });
  });

  it('does not read again what has not changed, also after a restart', async () => {
    expect((await library.run()).hasChanged).toBe(true);
    expect((await rescan()).hasChanged).toBe(false);
    expect(readCount()).toBe(0);
    const restarted = new LibraryScan(library.root, library.store, silentLogger());
    library.progress.length = 0;
    await restarted.run((step) => library.progress.push(step), new AbortController().signal);
    expect(readCount()).toBe(0);
  });

  it('reads exactly what was touched, replaced or added, and forgets what was removed', async () => {
    await library.run();
    await utimes(library.at(SONG), new Date(), new Date(0));
    await cp(library.at(SONG), library.at('Added/1.flac'));
    await rm(library.at('Oskar Lindqvåg'), { recursive: true });
    const { files, hasChanged } = await rescan();
    expect([hasChanged, readCount(), files.size]).toEqual([true, 2, 22 + 1 - 4]);
    expect(files.has('Added/1.flac')).toBe(true);
    expect((await library.store.load()).map(({ path }) => path).sort()).toEqual([...files.keys()].sort());
  });

  it('ends soon when it is interrupted, and keeps what it has read', async () => {
    const stop = new AbortController();
    const stopAtFive = ({ filesRead }: ScanProgress) => filesRead === 5 && stop.abort();
    await expect(library.scan.run(stopAtFive, stop.signal)).rejects.toThrow(/abort/);
    const kept = (await library.store.load()).length;
    expect(kept).toBeGreaterThanOrEqual(5);
    expect(kept).toBeLessThan(22);
    expect((await rescan()).files.size).toBe(22);
    expect(readCount()).toBe(22 - kept);
  });
});

describe('files that cannot be served', () => {
  it.each([
    ['empty.mp3', '', 'empty'],
    ['text.mp3', 'these are not the bytes you are looking for', 'unknown_container'],
    ['tagged.mp3', 'ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0000 and nothing else', 'broken'],
    ['page.ogg', `OggS${'\u0000'.repeat(60)}`, 'broken'],
    ['box.m4a', `\u0000\u0000\u0000\u0010ftypM4A \u0000\u0000\u0000\u0000`, 'broken'],
    ['head.flac', 'fLaC', 'broken'],
    ['named.mp3', 'fLaC', 'wrong_extension'],
    ['old.wma', 'anything', 'unsupported_format'],
    ['cover.jpg', 'not a picture', 'broken_image'],
  ])('lists %s with its reason', async (name, bytes, reason) => {
    await writeFile(library.at(name), bytes, 'latin1');
    expect(await skipOf(name)).toBe(reason);
  });

  it('cuts off no scan: every beginning of a file is either read or skipped', async () => {
    const whole = await readFile(library.at('Oskar Lindqvåg/Små rum/04 Trappan.m4a'));
    for (const length of [13, 100, 1000, 10_000])
      await writeFile(library.at(`cut-${length}.m4a`), whole.subarray(0, length));
    const { files } = await rescan();
    expect(files.size).toBe(22 + 4);
    expect(files.get('cut-13.m4a')?.content.kind).toBe('skipped');
  });

  it('says so once, not on every scan', async () => {
    await writeFile(library.at('broken.mp3'), 'no music');
    await symlink('/etc', library.at('link'));
    await rescan();
    await rescan();
    expect(library.warn.mock.calls.map(([fields]) => (fields as { path: string }).path).sort()).toEqual([
      'broken.mp3',
      'link',
    ]);
  });

  it('takes a repaired file into service', async () => {
    await writeFile(library.at('x.flac'), 'no music');
    expect(await skipOf('x.flac')).toBe('unknown_container');
    await cp(library.at(SONG), library.at('x.flac'));
    expect(await skipOf('x.flac')).toBeUndefined();
  });

  it('tries a file again that could not be read, although it has not changed', async () => {
    const { size, mtimeMs } = await stat(library.at(SONG));
    const skip = { reason: 'unreadable', message: 'cannot be read (EACCES)' } as const;
    const content = { kind: 'skipped', skip, isRetryable: true } as const;
    await library.store.save([{ path: SONG, size, modifiedMicros: Math.round(mtimeMs * 1000), content }]);
    expect(await skipOf(SONG)).toBeUndefined();
  });

  it('never follows a link, wherever it leads', async () => {
    await symlink('/etc/hostname', library.at('hostname.mp3'));
    await symlink(library.at(SONG), library.at('again.flac'));
    await symlink('..', library.at('loop'));
    const { files, skipped } = await rescan();
    expect(files.size).toBe(22);
    expect([...skipped].map(([path, { reason }]) => [path, reason]).sort()).toEqual([
      ['again.flac', 'symbolic_link'],
      ['hostname.mp3', 'symbolic_link'],
      ['loop', 'symbolic_link'],
    ]);
  });
});

describe('hostile names', () => {
  it('serves names with quotes, line breaks, percent signs and other scripts', async () => {
    const names = [`'";--`, 'a\nb', '%2e%2e%2f', 'x..', '日本語 ♫', '\u202egnp', 'e\u0301', 'é', '-rf', '\\..\\'];
    for (const name of names) await cp(library.at(SONG), library.at(`Odd/${name}.flac`));
    const { files } = await rescan();
    for (const name of names) expect(files.get(`Odd/${name}.flac`)?.content.kind).toBe('audio');
  });

  it('lists a name that is not UTF-8', async () => {
    const folder = Buffer.from(library.at('Odd'));
    await mkdir(folder);
    await writeFile(Buffer.concat([folder, Buffer.from('/\xff\xfe.mp3', 'latin1')]), 'x');
    const { skipped } = await rescan();
    expect([...skipped.values()].map(({ reason }) => reason)).toEqual(['name_not_utf8']);
  });

  it('leaves hidden files and folders alone', async () => {
    await cp(library.at(SONG), library.at('.hidden/1.flac'));
    await cp(library.at(SONG), library.at(`${LETTERS}/._01.flac`));
    expect((await rescan()).files.size).toBe(22);
  });
});

describe('a library that is away', () => {
  it('is not taken for an empty one', async () => {
    await library.run();
    await rename(library.root, `${library.root}-away`);
    await expect(rescan()).rejects.toMatchObject({ code: 'LIBRARY_UNAVAILABLE' });
    await mkdir(library.root);
    await expect(rescan()).rejects.toThrow(/empty although/);
    expect((await library.store.load()).length).toBe(22);
    await rm(library.root, { recursive: true });
    await rename(`${library.root}-away`, library.root);
    expect((await rescan()).hasChanged).toBe(false);
  });

  it('may be empty from the beginning', async () => {
    await rm(library.root, { recursive: true });
    await mkdir(library.root);
    expect((await rescan()).files.size).toBe(0);
  });
});
