/**
 * Makes fixtures/sample-library: short generated tracks in every format the library-downloader reads, with tags and
 * covers, for the first run, the tests and the demos. Names, melodies and pictures are invented and free of rights.
 *
 *   node tools/make-sample-library.mjs [target folder]
 *
 * The bit-exact flags keep dates, versions and random serial numbers out of the files, so that a second run with the
 * same ffmpeg changes nothing.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const LARGEST_LIBRARY_BYTES = 4 * 1024 * 1024;

const VARIOUS = 'Various Artists';
const VIDAL = 'Marea Vidal';
const FINCHES = 'The Copper Finches';
const LINDQVAG = 'Oskar Lindqvåg';

/** `cover: 'folder'` leaves a picture beside the tracks, `'embedded'` puts it into each of them. */
const albums = [
  {
    folder: `${VIDAL}/2021 - Low Tide Letters`,
    cover: { at: 'folder', file: 'cover.jpg', colours: ['0x0b3954', '0xbfd7ea'], rings: 9 },
    tags: {
      album: 'Low Tide Letters',
      album_artist: VIDAL,
      date: '2021-05-14',
      genre: 'Ambient',
      publisher: 'Quiet Pier',
    },
    tracks: [
      { file: '01 - Salt on the Envelope.flac', title: 'Salt on the Envelope', note: 220, step: 3 },
      { file: '02 - The Ferryman Reads.flac', title: 'The Ferryman Reads', note: 247, step: 5 },
      { file: '03 - Postcard from the Sandbar.flac', title: 'Postcard from the Sandbar', note: 262, step: 7 },
      {
        file: '04 - Ink and Kelp.flac',
        title: 'Ink and Kelp',
        artist: `${VIDAL} feat. ${LINDQVAG}`,
        note: 196,
        step: 4,
      },
    ],
  },
  {
    folder: `${FINCHES}/Night Bus Atlas`,
    cover: { at: 'embedded', file: 'night-bus.jpg', colours: ['0x3d0814', '0xf2a359'], rings: 4 },
    tags: {
      album: 'Night Bus Atlas',
      album_artist: FINCHES,
      date: '2018',
      genre: 'Indie Rock',
      publisher: 'Third Stop',
    },
    tracks: [
      { file: 'CD1/01 - Depot.mp3', title: 'Depot', disc: '1/2', note: 330, step: 2 },
      { file: 'CD1/02 - Upper Deck.mp3', title: 'Upper Deck', disc: '1/2', note: 294, step: 5 },
      { file: 'CD1/03 - Request Stop.mp3', title: 'Request Stop', disc: '1/2', note: 349, step: 9 },
      { file: 'CD2/01 - Diversion.mp3', title: 'Diversion', disc: '2/2', note: 392, step: 3 },
      { file: 'CD2/02 - Condensation.mp3', title: 'Condensation', disc: '2/2', note: 311, step: 7 },
      { file: 'CD2/03 - Last Service.mp3', title: 'Last Service', disc: '2/2', note: 277, step: 11 },
    ],
  },
  {
    folder: `${LINDQVAG}/Små rum`,
    cover: { at: 'embedded', file: 'sma-rum.jpg', colours: ['0x1e2d24', '0xd9e76c'], rings: 14 },
    tags: { album: 'Små rum', album_artist: LINDQVAG, date: '2023-11-03', genre: 'Folk', publisher: 'Trappa Upp' },
    tracks: [
      { file: '01 Hallen.ogg', title: 'Hallen', note: 233, step: 4 },
      { file: '02 Köket om natten.ogg', title: 'Köket om natten', note: 208, step: 7 },
      { file: '03 Vind.opus', title: 'Vind', note: 185, step: 5 },
      { file: '04 Trappan.m4a', title: 'Trappan', note: 415, step: 8 },
    ],
  },
  {
    folder: 'Various Artists/Harbour Lights Sampler',
    cover: { at: 'folder', file: 'folder.png', colours: ['0x2b2d42', '0xef233c'], rings: 6 },
    tags: {
      album: 'Harbour Lights Sampler',
      album_artist: VARIOUS,
      date: '2024-02',
      compilation: '1',
      genre: 'Electronic',
    },
    tracks: [
      { file: '01 - Buoy.m4a', title: 'Buoy', artist: VIDAL, note: 440, step: 5 },
      { file: '02 - Gangway.opus', title: 'Gangway', artist: FINCHES, note: 466, step: 3 },
      { file: '03 - Fyrvaktaren.wav', title: 'Fyrvaktaren', artist: LINDQVAG, note: 370, step: 10 },
      { file: '04 - Slack Water.mp3', title: 'Slack Water', artist: VIDAL, note: 523, step: 7 },
    ],
  },
];

const portraits = [
  { file: `${VIDAL}/artist.jpg`, colours: ['0x087e8b', '0xff5a5f'], rings: 3 },
  { file: `${FINCHES}/artist.png`, colours: ['0x6a040f', '0xffba08'], rings: 11 },
];

const encoders = {
  '.flac': ['-c:a', 'flac', '-compression_level', '12'],
  '.mp3': ['-c:a', 'libmp3lame', '-b:a', '128k', '-id3v2_version', '4'],
  '.ogg': ['-c:a', 'libvorbis', '-q:a', '3'],
  '.opus': ['-c:a', 'libopus', '-b:a', '64k'],
  '.m4a': ['-c:a', 'aac', '-b:a', '96k', '-movflags', '+faststart'],
  '.wav': ['-c:a', 'pcm_s16le', '-ar', '22050', '-ac', '1'],
};

const ffmpeg = (...args) => run('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args]);

/** A broken chord that walks `step` semitones every quarter of a second, so that no two tracks share their sound. */
function melody({ note, step }, seconds) {
  const voice = (beatsPerSecond, shift) =>
    `0.28*exp(-5*mod(t,${1 / beatsPerSecond}))*sin(2*PI*t*${note}*pow(2,(mod(floor(t*${beatsPerSecond})*${step},12)+${shift})/12))`;
  return `aevalsrc=exprs=${[voice(4, 0), voice(2, 7)].map((part) => part.replaceAll(',', '\\,')).join('|')}:s=44100:d=${seconds}`;
}

async function paint(target, { colours, rings }, pixels) {
  const [from, to] = colours;
  const wave = `0.75+0.25*sin(${rings}*hypot(X-W/2\\,Y-H/3)*6.283/W)`;
  const filters = `format=rgb24,geq=r=r(X\\,Y)*(${wave}):g=g(X\\,Y)*(${wave}):b=b(X\\,Y)*(${wave})`;
  const source = `gradients=s=${pixels}x${pixels}:c0=${from}:c1=${to}:x0=0:y0=0:x1=${pixels}:y1=${pixels}:n=2:seed=7`;
  const quality = extname(target) === '.png' ? ['-pix_fmt', 'rgb24'] : ['-q:v', '4', '-pix_fmt', 'yuvj420p'];
  await ffmpeg('-f', 'lavfi', '-i', source, '-vf', filters, '-frames:v', '1', ...quality, '-bitexact', target);
}

/** The picture block of FLAC (RFC 9639 section 8.8), which Ogg carries as base64 text. */
function pictureBlock(bytes, pixels) {
  const number = (value) => {
    const field = Buffer.alloc(4);
    field.writeUInt32BE(value);
    return field;
  };
  const type = Buffer.from('image/jpeg');
  const head = [number(3), number(type.length), type, number(0)];
  const dimensions = [number(pixels), number(pixels), number(24), number(0)];
  return Buffer.concat([...head, ...dimensions, number(bytes.length), bytes]).toString('base64');
}

const metadataArgs = (tags) => Object.entries(tags).flatMap(([key, value]) => ['-metadata', `${key}=${value}`]);

async function coverArgs(extension, picture) {
  if (!picture) return { input: [], output: [] };
  if (extension === '.ogg' || extension === '.opus') {
    return { input: [], output: metadataArgs({ metadata_block_picture: pictureBlock(await readFile(picture), 400) }) };
  }
  const output = ['-map', '0:a', '-map', '1:v', '-c:v', 'copy', '-disposition:v', 'attached_pic'];
  return { input: ['-i', picture], output: [...output, '-metadata:s:v', 'comment=Cover (front)'] };
}

async function record(album, track, position, { target, picture }) {
  const file = join(target, album.folder, track.file);
  const extension = extname(file);
  const seconds = 2.5 + (position % 3) * 0.5;
  const number = /(\d+)[^/]*$/.exec(track.file)[1];
  const own = { title: track.title, artist: track.artist ?? album.tags.album_artist, track: String(Number(number)) };
  const tags = { ...album.tags, ...own, ...(track.disc ? { disc: track.disc } : {}) };
  const cover = await coverArgs(extension, picture);
  const exact = ['-fflags', '+bitexact', '-flags:a', '+bitexact', '-map_metadata', '-1'];
  await mkdir(dirname(file), { recursive: true });
  const sound = ['-f', 'lavfi', '-i', melody(track, seconds)];
  await ffmpeg(
    ...sound,
    ...cover.input,
    ...exact,
    ...encoders[extension],
    ...cover.output,
    ...metadataArgs(tags),
    file,
  );
}

async function makeAlbum(album, target, scratch) {
  const folder = join(target, album.folder);
  await mkdir(folder, { recursive: true });
  const isEmbedded = album.cover.at === 'embedded';
  const picture = join(isEmbedded ? scratch : folder, album.cover.file);
  await paint(picture, album.cover, isEmbedded ? 400 : 600);
  for (const [position, track] of album.tracks.entries()) {
    await record(album, track, position, { target, picture: isEmbedded ? picture : undefined });
  }
}

async function sizeOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
  return { files: files.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

async function clear(target) {
  const owned = new Set([...albums, ...portraits].map(({ folder, file }) => (folder ?? file).split('/')[0]));
  for (const name of owned) await rm(join(target, name), { recursive: true, force: true });
  await mkdir(target, { recursive: true });
}

const target = process.argv[2] ?? join(root, 'fixtures/sample-library');
const scratch = await mkdtemp(join(tmpdir(), 'sample-library-'));
try {
  await clear(target);
  for (const album of albums) await makeAlbum(album, target, scratch);
  for (const portrait of portraits) await paint(join(target, portrait.file), portrait, 480);
  const { files, bytes } = await sizeOf(target);
  console.log(`${files} files, ${(bytes / 1024 / 1024).toFixed(2)} MiB in ${target}`);
  if (bytes > LARGEST_LIBRARY_BYTES) throw new Error('The sample library has grown over 4 MiB');
} finally {
  await rm(scratch, { recursive: true, force: true });
}
