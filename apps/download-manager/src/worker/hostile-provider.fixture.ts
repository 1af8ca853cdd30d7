import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * A provider that sends what nobody should: its memory is its own, so that what it costs its client can be measured. Album
 * ids name the fault; what is not faulty is a small album.
 */
const SCRIPT = `
import { createServer } from 'node:http';
import { createGzip } from 'node:zlib';
import { Readable } from 'node:stream';
const GB = 1024 ** 3;
const FLAC = Buffer.from('fLaC');
function* endless(head, part, bytes) {
  yield Buffer.from(head);
  const block = Buffer.from(part.repeat(Math.ceil(65536 / part.length)));
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
}
async function* dripping(text) {
  for (;;) { yield Buffer.from(text); await new Promise((resolve) => setTimeout(resolve, 20)); }
}
const album = (id) => ({ id, name: id, album_type: 'album' });
const track = (id, albumId) => ({ id, name: id, album_id: albumId, number: 1, disc_number: 1, duration: 1000 });
const json = (value) => Readable.from([Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))]);
const ALBUMS = {
  'one-gb': () => Readable.from(endless('{"id":"', 'a', GB)),
  'huge-list': () => Readable.from(endless('[', '{},', GB)),
  'wide-object': () => Readable.from(endless('{"a":1', ',"a":1', GB)),
  'deep': () => Readable.from(endless('', '[', 64 * 1024 * 1024)),
  'deep-objects': () => Readable.from(endless('', '{"a":', 64 * 1024 * 1024)),
  'nan': () => json('{"id": NaN, "name": "x", "album_type": "album"}'),
  'infinity': () => json('{"id": "infinity", "name": -Infinity, "album_type": "album"}'),
  'number-id': () => json({ ...album('x'), id: 7 }),
  'list-name': () => json({ ...album('x'), name: ['x'] }),
  'null': () => json('null'),
  'bytes': () => Readable.from([Buffer.from([0xff, 0xfe, 0x00, 0x80])]),
  'nothing': () => Readable.from([]),
  'drip': () => Readable.from(dripping(' ')),
  'just-fits': () => Readable.from((function* () {
    yield Buffer.from('{"id":"just-fits","name":"x","album_type":"album","genres":["');
    for (let n = 0; n < 245; n += 1) yield Buffer.alloc(65536, 'g');
    yield Buffer.from('"]}');
  })()),
};
const TRACKS = {
  'twins': (id) => [track('same', id), track('same', id), track('same', id)],
  'climbing': (id) => [track('../../../etc/passwd', id), track('..', id), track('a/../../b', id)],
  'foreign': () => [track('t', 'another-album')],
  'zero-disc': (id) => [{ ...track('t', id), disc_number: 0 }],
  'no-disc': (id) => { const { disc_number, ...rest } = track('t', id); return [rest]; },
  'huge-number': (id) => [{ ...track('t', id), number: 1e308, duration: 1e308 }],
  'strings': (id) => [{ ...track('t', id), number: '1' }],
  'many': (id) => Array.from({ length: 200000 }, (_, n) => ({ id: 't' + n })),
};
const AUDIO = {
  'endless': () => Readable.from(endless('fLaC', '\\0', 5 * GB)),
  'audio-drip': () => Readable.from(dripping('f')),
  'text': () => Readable.from(endless('<html>', 'x', 1024)),
};
createServer((request, response) => {
  const [, kind, name, part] = request.url.split('?')[0].split('/').map(decodeURIComponent);
  const send = (body, headers = {}) => {
    response.writeHead(200, headers);
    body.on('error', () => response.destroy());
    response.on('close', () => body.destroy());
    body.pipe(response);
  };
  if (kind === 'album' && name === 'elsewhere') return void response.writeHead(302, { location: 'http://127.0.0.2:9/' }).end();
  if (kind === 'album' && name === 'round') return void response.writeHead(302, { location: '/album/round' }).end();
  if (kind === 'album' && name === 'bomb')
    return send(Readable.from(endless('{"id":"', 'a', GB)).pipe(createGzip()), { 'content-encoding': 'gzip' });
  if (part === 'tracks') return send(json((TRACKS[name] ?? ((id) => [track('t-' + id, id)]))(name)));
  if (kind === 'album') return send((ALBUMS[name] ?? (() => json(album(name))))());
  if (part === 'audio') return send((AUDIO[name] ?? AUDIO.text)(), { 'content-type': 'audio/flac' });
  response.writeHead(404).end();
}).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
`;

export async function startHostileProvider(): Promise<{ url: string; stop(): Promise<void> }> {
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
  return { url: `http://127.0.0.1:${line.toString().trim()}`, stop };
}
