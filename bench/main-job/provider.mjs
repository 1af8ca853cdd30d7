/**
 * A downloader for measuring: every album has the same number of tracks and two covers, all answers come after a fixed
 * delay and at a fixed speed, and any number of requests is served at a time. Its argument is JSON:
 * `{ port, tracks, bytes, delayMs?, bytesPerSecond? }`, bytes per track and per second of each answer.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot } from '../../tools/setup/paths.mjs';

const { port, tracks, bytes, delayMs = 0, bytesPerSecond = 0 } = JSON.parse(process.argv[2]);
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
  if (delayMs > 0) await wait(delayMs);
  for (const [pattern, answer] of answers) {
    const match = pattern.exec(new URL(request.url, 'http://provider').pathname);
    if (match) return send(response, answer(match[1]));
  }
  response.writeHead(404).end();
});

async function send(response, content) {
  const isMedia = Array.isArray(content) && Buffer.isBuffer(content[1]);
  const [type, body] = isMedia ? content : ['application/json', Buffer.from(JSON.stringify(content))];
  response.writeHead(200, { 'content-type': type, 'content-length': body.length });
  if (bytesPerSecond > 0) await dose(response, body);
  else response.end(body);
}

async function dose(response, body) {
  const startedAt = performance.now();
  for (let sent = 0; sent < body.length;) {
    const due = Math.min(body.length, Math.floor(((performance.now() - startedAt + 1) / 1000) * bytesPerSecond));
    if (due > sent && !response.write(body.subarray(sent, due))) await once(response, 'drain');
    sent = Math.max(sent, due);
    if (sent < body.length) await wait(2);
  }
  response.end();
}

server.listen(port, '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
