/**
 * A downloader for measuring: every album has the same number of tracks and two covers, all answers come after a fixed
 * delay, and any number of requests is served at a time. Arguments: port, tracks, bytes per track, delay in ms.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from '../../tools/setup/paths.mjs';

const [port, tracks, bytes, delayMs] = process.argv.slice(2).map(Number);
const picture = readFileSync(inRoot('libs/testing/src/provider/samples/picture.jpg'));
/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz, without padding: 417 bytes a frame. */
const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)]);
const audio = Buffer.concat(Array.from({ length: Math.ceil(bytes / frame.length) }, () => frame));

const image = (id) => ({ id, size: 'large', width: 48, height: 32 });
const album = (id) => ({
  id,
  name: `Album ${id}`,
  album_type: 'album',
  artists_ids: ['artist-1'],
  date: 1_262_304_000,
  covers: [image(`${id}-cover-1`), image(`${id}-cover-2`)],
  discs: [],
});
const track = (albumId, number) => ({
  id: `${albumId}-track-${number}`,
  name: `Track ${number}`,
  album_id: albumId,
  number,
  disc_number: 1,
  duration: 1000,
  artists_ids: ['artist-1'],
});

const answers = [
  [/^\/status$/, () => ({ state: 'Healthy', uptime_secs: 1, downloader_pid: null, last_error: null })],
  [/^\/artist\/([^/]+)$/, (id) => ({ id, name: 'The Pilots', portraits: [] })],
  [/^\/album\/([^/]+)$/, album],
  [/^\/album\/([^/]+)\/tracks$/, (id) => Array.from({ length: tracks }, (_, index) => track(id, index + 1))],
  [/^\/track\/([^/]+)\/audio$/, () => ['audio/mpeg', audio]],
  [/^\/image\/([^/]+)$/, () => ['image/jpeg', picture]],
];

const server = createServer(async (request, response) => {
  await wait(delayMs);
  for (const [pattern, answer] of answers) {
    const match = pattern.exec(new URL(request.url, 'http://provider').pathname);
    if (match) return send(response, answer(match[1]));
  }
  response.writeHead(404).end();
});

function send(response, content) {
  const [type, body] =
    Array.isArray(content) && Buffer.isBuffer(content[1]) ? content : ['application/json', JSON.stringify(content)];
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}

server.listen(port, '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
