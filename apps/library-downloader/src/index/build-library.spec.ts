import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type AudioTags, type KnownFile } from '../scan/known-file.js';
import { audioFile, brokenFile, imageFile, picture } from '../scan/known-file.fixture.js';
import { buildLibrary } from './build-library.js';
import { type Library } from './library.js';

const build = (...files: KnownFile[]): Promise<Library> =>
  buildLibrary({ files: new Map(files.map((file) => [file.path, file])), skipped: new Map() });

/** `Album by Artist: 1/1 Title, 1/2 Title` for each album, sorted. */
function outline({ albums, tracks }: Library): string[] {
  const places = (ids: readonly string[]) =>
    ids.map((id) => tracks.get(id)!).map(({ disc, number, name }) => `${disc}/${number} ${name}`);
  return [...albums.values()]
    .map((album) => {
      const listed = album.discs.flatMap(({ trackIds }) => places(trackIds)).join(', ');
      return `${album.name} by ${album.artistName}: ${listed}`;
    })
    .sort();
}

const RELEASE = '11111111-1111-4111-8111-111111111111';
const OTHER_RELEASE = '22222222-2222-4222-8222-222222222222';

describe('grouping into albums', () => {
  it('puts tracks of one album artist and title together, wherever they lie', async () => {
    const tags = { album: 'Letters', albumArtists: ['Vidal'], artists: ['Vidal'] };
    const library = await build(
      audioFile('a/x.mp3', { ...tags, title: 'One', track: 1 }),
      audioFile('b/y.mp3', { ...tags, album: 'LETTERS', title: 'Two', track: 2 }),
    );
    expect(outline(library)).toEqual(['Letters by Vidal: 1/1 One, 1/2 Two']);
  });

  it('reads discs from tags, folders and titles', async () => {
    const tags = { artists: ['Finches'], track: 1 };
    const library = await build(
      audioFile('Atlas/CD1/a.mp3', { ...tags, album: 'Atlas', title: 'One' }),
      audioFile('Atlas/CD2/a.mp3', { ...tags, album: 'Atlas', title: 'Two' }),
      audioFile('Atlas/c.mp3', { ...tags, album: 'Atlas', title: 'Three', disc: 3 }),
      audioFile('More/d.mp3', { ...tags, album: 'Atlas (Disc 4)', title: 'Four' }),
    );
    expect(outline(library)).toEqual(['Atlas by Finches: 1/1 One, 2/1 Two, 3/1 Three, 4/1 Four']);
    expect([...library.albums.values()][0]?.type).toBe('Album');
  });

  it('makes a compilation of one folder with many artists', async () => {
    const library = await build(
      audioFile('Sampler/1.mp3', { album: 'Sampler', artists: ['Vidal'], title: 'One', track: 1 }),
      audioFile('Sampler/2.mp3', { album: 'Sampler', artists: ['Finches'], title: 'Two', track: 2 }),
    );
    expect(outline(library)).toEqual(['Sampler by Various Artists: 1/1 One, 1/2 Two']);
    expect([...library.albums.values()][0]?.type).toBe('Compilation');
  });

  it.each<[string, Partial<AudioTags>]>([
    ['the compilation flag', { isCompilation: true }],
    ['album artist VA', { albumArtists: ['VA'] }],
  ])('files it under Various Artists by %s', async (_name, tags) => {
    const library = await build(audioFile('x/1.mp3', { album: 'Sampler', artists: ['Vidal'], title: 'One', ...tags }));
    expect(outline(library)).toEqual(['Sampler by Various Artists: 1/1 One']);
  });

  it('lets tracks without album artist go with the only one that their folder names', async () => {
    const library = await build(
      audioFile('x/1.mp3', { album: 'Letters', albumArtists: ['Vidal'], artists: ['Vidal'], title: 'One', track: 1 }),
      audioFile('x/2.mp3', { album: 'Letters', artists: ['Guest'], title: 'Two', track: 2 }),
    );
    expect(outline(library)).toEqual(['Letters by Vidal: 1/1 One, 1/2 Two']);
  });

  it('keeps the albums of one title apart that lie in one folder', async () => {
    const hits = (artist: string, title: string) =>
      audioFile(`all/${artist} ${title}.mp3`, { album: 'Hits', artists: [artist], title, track: 1 });
    expect(outline(await build(hits('Vidal', 'One'), hits('Finches', 'Two')))).toEqual([
      'Hits by Finches: 1/1 Two',
      'Hits by Vidal: 1/1 One',
    ]);
  });

  it('keeps two editions of one title apart by their folders', async () => {
    const tags = { album: 'Hits', artists: ['Vidal'], track: 1 };
    const library = await build(
      audioFile('Hits 1990/1.mp3', { ...tags, title: 'One' }),
      audioFile('Hits 2005/1.mp3', { ...tags, title: 'Other' }),
    );
    expect(outline(library)).toEqual(['Hits by Vidal: 1/1 One', 'Hits by Vidal: 1/1 Other']);
  });

  it('lets one MusicBrainz release in a folder stand for all of it, and two for themselves', async () => {
    const tags = { album: 'Letters', artists: ['Vidal'] };
    const one = audioFile('x/1.mp3', { ...tags, title: 'One', track: 1, albumId: RELEASE });
    const untagged = audioFile('x/2.mp3', { ...tags, title: 'Two', track: 2 });
    const other = audioFile('x/3.mp3', { ...tags, title: 'Three', track: 3, albumId: OTHER_RELEASE });
    expect((await build(one, untagged)).albums.size).toBe(1);
    expect((await build(one, other)).albums.size).toBe(2);
  });

  it('falls back to folder and file names', async () => {
    const library = await build(
      audioFile('Vidal/2021 - Letters/01 - Salt.mp3'),
      audioFile('Vidal/2021 - Letters/02 - Ink.mp3'),
      audioFile('Lindqvåg - Vind.mp3'),
      audioFile('Finches/Loose.mp3', { artists: ['Finches'], title: 'Loose' }),
    );
    expect(outline(library)).toEqual([
      'Letters by Vidal: 1/1 Salt, 1/2 Ink',
      'Loose by Finches: 1/1 Loose',
      'Vind by Lindqvåg: 1/1 Vind',
    ]);
    expect([...library.albums.values()].find(({ name }) => name === 'Letters')?.date).toBe('2021');
  });
});

describe('placing tracks', () => {
  it('gives tracks without a usable number the places after the others, in the order of their names', async () => {
    const tags = { album: 'Letters', artists: ['Vidal'] };
    const library = await build(
      audioFile('x/b10.mp3', { ...tags, title: 'Ten' }),
      audioFile('x/b9.mp3', { ...tags, title: 'Nine' }),
      audioFile('x/a.mp3', { ...tags, title: 'First', track: 2 }),
      audioFile('x/c.mp3', { ...tags, title: 'Clash', track: 2 }),
    );
    expect(outline(library)).toEqual(['Letters by Vidal: 1/2 First, 1/3 Nine, 1/4 Ten, 1/5 Clash']);
  });

  it('takes a number from the file name, unless the title itself begins with it', async () => {
    const tags = { album: 'Letters', artists: ['Vidal'] };
    const library = await build(
      audioFile('x/7 Years.mp3', { ...tags, title: '7 Years' }),
      audioFile('x/03 - Ink.mp3', { ...tags, title: 'Ink' }),
    );
    expect(outline(library)).toEqual(['Letters by Vidal: 1/3 Ink, 1/4 7 Years']);
  });

  it('serves the best copy of a song and lists the others as skipped', async () => {
    const tags = { album: 'Letters', artists: ['Vidal'], title: 'Salt', track: 1 };
    const library = await build(
      audioFile('a/1.mp3', tags, { bitrate: 320_000 }),
      audioFile('b/1.flac', tags, { isLossless: true, bitrate: 200_000 }),
    );
    expect([...library.tracks.values()].map(({ path }) => path)).toEqual(['b/1.flac']);
    expect(library.skipped).toMatchObject([{ path: 'a/1.mp3', reason: 'duplicate' }]);
  });
});

describe('artists', () => {
  it('spells a name as most files do', async () => {
    const library = await build(
      ...['marea vidal', 'Marea Vidal', 'Marea Vidal'].map((name, index) =>
        audioFile(`x/${index}.mp3`, { artists: [name], title: `T${index}` }),
      ),
    );
    expect([...library.artists.values()].map(({ name }) => name)).toEqual(['Marea Vidal']);
  });

  it('ties a name to its only MusicBrainz id, and keeps two of one name apart', async () => {
    const by = (path: string, artistIds: string[]) =>
      audioFile(path, { artists: ['Nirvana'], artistIds, title: path, album: path });
    expect((await build(by('a.mp3', [RELEASE]), by('b.mp3', []))).artists.size).toBe(1);
    expect((await build(by('a.mp3', [RELEASE]), by('b.mp3', [OTHER_RELEASE]))).artists.size).toBe(2);
  });

  it('lists own albums by age, and appearances for who has none', async () => {
    const tags = { albumArtists: ['Vidal'], artists: ['Vidal feat. Guest'] };
    const library = await build(
      audioFile('b/1.mp3', { ...tags, album: 'Young', title: 'A', date: '2020' }),
      audioFile('a/1.mp3', { ...tags, album: 'Old', title: 'B', date: '1999-03' }),
      audioFile('c/1.mp3', { album: 'Sampler', albumArtists: ['Various Artists'], artists: ['Vidal'], title: 'C' }),
    );
    const albumsOf = (wanted: string) =>
      [...library.artists.values()]
        .find(({ name }) => name === wanted)!
        .albumIds.map((id) => library.albums.get(id)!.name);
    expect(albumsOf('Vidal')).toEqual(['Old', 'Young']);
    expect(albumsOf('Guest')).toEqual(['Old', 'Young']);
  });
});

describe('pictures', () => {
  const tags = { album: 'Letters', albumArtists: ['Vidal'], artists: ['Vidal'] };

  it('takes the best-named picture of the folder and another one inside the tracks', async () => {
    const library = await build(
      audioFile('Vidal/Letters/1.mp3', { ...tags, title: 'One' }, { picture: picture('c') }),
      imageFile('Vidal/Letters/folder.jpg', 'f'),
      imageFile('Vidal/Letters/cover.jpg', 'b'),
      imageFile('Vidal/artist.jpg', 'a'),
    );
    const album = [...library.albums.values()][0]!;
    expect(album.covers.map(({ id }) => id[0])).toEqual(['b', 'c']);
    expect([...library.artists.values()][0]!.portraits.map(({ id }) => id[0])).toEqual(['a']);
    expect([...library.pictures.values()].map(({ path }) => path).sort()).toEqual([
      'Vidal/Letters/1.mp3',
      'Vidal/Letters/cover.jpg',
      'Vidal/artist.jpg',
    ]);
  });

  it('gives nobody a picture that lies among the albums of several', async () => {
    const library = await build(
      audioFile('all/1.mp3', { ...tags, title: 'One' }),
      audioFile('all/2.mp3', { album: 'Atlas', artists: ['Finches'], title: 'Two' }),
      imageFile('all/cover.jpg', 'c'),
      imageFile('all/artist.jpg', 'a'),
    );
    expect(library.pictures.size).toBe(0);
  });
});

describe('identity', () => {
  const salt = { album: 'Letters', artists: ['Vidal'], title: 'Salt', track: 1 };
  const onlyTrack = ({ tracks }: Library) => [...tracks.values()][0]!;

  it('survives moving and renaming files, spelling, and corrected titles', async () => {
    const before = onlyTrack(await build(audioFile('a/1.mp3', salt)));
    const after = onlyTrack(await build(audioFile('z/y/x.mp3', { ...salt, album: 'letters', title: 'Salt!' })));
    expect([after.id, after.albumId]).toEqual([before.id, before.albumId]);
  });

  it('does not slide to another song when an untagged neighbour appears', async () => {
    const untagged = (path: string) => audioFile(path, { album: 'Letters', artists: ['Vidal'] });
    const before = onlyTrack(await build(untagged('x/Ink.mp3')));
    const after = await build(untagged('x/Ink.mp3'), untagged('x/Air.mp3'));
    expect(after.tracks.get(before.id)?.name).toBe('Ink');
  });

  it('is never shared, also where tags were copied from file to file', async () => {
    const library = await build(
      audioFile('x/1.mp3', { ...salt, releaseTrackId: RELEASE }),
      audioFile('x/2.mp3', { ...salt, title: 'Ink', releaseTrackId: RELEASE }),
      audioFile('x/3.mp3', { ...salt, title: 'Ink', track: 7, releaseTrackId: RELEASE }),
    );
    expect(library.tracks.size).toBe(3);
  });
});

describe('any library', () => {
  const few = (...values: string[]) => fc.constantFrom(...values);
  const tags = fc.record(
    {
      title: few('One', 'Two', 'one', 'Three'),
      album: few('Letters', 'letters', 'Hits', 'Hits (Disc 2)'),
      artists: fc.subarray(['Vidal', 'Finches', 'Vidal feat. Finches'], { maxLength: 2 }),
      albumArtists: fc.subarray(['Vidal', 'Various Artists'], { maxLength: 1 }),
      track: fc.integer({ min: 1, max: 3 }),
      disc: fc.integer({ min: 1, max: 2 }),
      isCompilation: fc.boolean(),
      albumId: few(RELEASE, OTHER_RELEASE),
      releaseTrackId: few(RELEASE, OTHER_RELEASE),
    },
    { requiredKeys: [] },
  );
  const path = fc.tuple(few('', 'Vidal/', 'Vidal/Hits/', 'Vidal/Hits/CD2/', 'all/'), few('1', '01 - One', 'x', 'y'));
  const file = fc.tuple(path, tags).map(([[folder, name], tag]) => audioFile(`${folder}${name}.mp3`, tag));
  const files = fc.uniqueArray(file, { selector: (one) => one.path, maxLength: 15 });

  it('has every file exactly once, in a place of its own, or says why not', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (some) => {
        const { tracks, albums, artists, skipped } = await build(...some, brokenFile('broken.mp3'));
        const listed = [...tracks.values(), ...skipped].map((one) => one.path).sort();
        expect(listed).toEqual([...some.map((one) => one.path), 'broken.mp3'].sort());
        const places = [...tracks.values()].map(({ albumId, disc, number }) => `${albumId}/${disc}/${number}`);
        expect(new Set(places).size).toBe(tracks.size);
        for (const { number, disc, credits, albumId } of tracks.values()) {
          expect(Math.min(number, disc)).toBeGreaterThanOrEqual(1);
          expect(credits.every(({ artistId }) => artists.has(artistId))).toBe(true);
          expect(albums.has(albumId)).toBe(true);
        }
        for (const { discs, artistIds } of albums.values()) {
          expect(discs.length).toBeGreaterThan(0);
          expect(artistIds.length).toBeGreaterThan(0);
          expect(artistIds.every((id) => artists.has(id))).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the order in which its files were found', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (some) => {
        const [one, other] = [await build(...some), await build(...some.toReversed())];
        expect(outline(other)).toEqual(outline(one));
        expect([...other.tracks.keys()].sort()).toEqual([...one.tracks.keys()].sort());
      }),
    );
  });
});
