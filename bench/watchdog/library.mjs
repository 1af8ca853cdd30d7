import { randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';

/** A library of `small` files of 1 KB and `large` ones of 8 MB: a list of `{id, uri, bytes, crc32}`. */
export function makeLibrary(mediaDir, { small, large }) {
  const sizes = [...Array(small).fill(1024), ...Array(large).fill(8 * 1024 * 1024)];
  const noise = randomFillSync(Buffer.alloc(8 * 1024 * 1024));
  return sizes.map((bytes, index) => {
    const id = `t${String(index).padStart(8, '0')}`;
    const uri = `audio/${id.slice(0, 2)}/${id.slice(2, 4)}/${id.slice(4, 6)}/${id}.mp3`;
    const path = join(mediaDir, uri);
    if (index % 1000 === 0 || bytes > 1024) mkdirSync(dirname(path), { recursive: true });
    const content = noise.subarray(0, bytes);
    content.writeUInt32LE(index);
    writeFileSync(path, content);
    return { id, uri, bytes, crc32: crc32(content).toString(16).padStart(8, '0') };
  });
}

/** Puts the files into the catalog as if each had been downloaded. */
export function catalogue(dbDir, files) {
  const database = new DatabaseSync(join(dbDir, 'catalog.db'), { timeout: 10_000 });
  database.exec(`BEGIN IMMEDIATE; INSERT INTO albums (id, name, album_type) VALUES ('al', 'Everything', 'ALBUM')`);
  const insert = database.prepare(
    `INSERT INTO tracks (id, name, album_id, track_number, audio_uri, format, audio_bytes, audio_crc32)
     VALUES (?, ?, 'al', 1, ?, 'MP3_320', ?, ?)`,
  );
  for (const { id, uri, bytes, crc32 } of files) insert.run(id, `Track ${id}`, uri, bytes, crc32);
  database.exec('COMMIT');
  database.close();
}

/** Damages this many files, evenly spread, in four ways by turns; a swap is two of them. Gives what should be found. */
export function plantFaults(mediaDir, files, count) {
  const expected = new Map();
  const step = Math.floor(files.length / count);
  const at = (number) => files[number * step];
  const path = ({ uri }) => join(mediaDir, uri);
  for (let number = 0; number + 4 < count; number += 5) {
    const [flipped, cut, gone, one, other] = [0, 1, 2, 3, 4].map((more) => at(number + more));
    flip(path(flipped));
    truncateSync(path(cut), cut.bytes - 100);
    rmSync(path(gone));
    swap(path(one), path(other));
    expected.set(flipped.id, 'changed').set(cut.id, 'truncated').set(gone.id, 'missing');
    expected.set(one.id, 'changed').set(other.id, 'changed');
  }
  return expected;
}

function flip(path) {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.from([0xa5]), 0, 1, 100);
  writeSync(file, Buffer.from([0x5a]), 0, 1, 101);
  closeSync(file);
}

function swap(one, other) {
  renameSync(one, `${one}.aside`);
  renameSync(other, one);
  renameSync(`${one}.aside`, other);
}
