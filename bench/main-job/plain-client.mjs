import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { request } from 'undici';

/** One client, one request after another, straight into files, nothing checked and nothing synced. In seconds. */
export async function fetchPlainly(providerUrl, albumId, tracks) {
  const folder = await mkdtemp(join(tmpdir(), 'pezzottify-plain-'));
  const startedAt = performance.now();
  const numbers = Array.from({ length: tracks }, (_, index) => index + 1);
  const paths = [
    ...[`/album/${albumId}`, `/album/${albumId}/tracks`, '/artist/artist-1'],
    ...numbers.map((number) => `/track/${albumId}-track-${number}/audio`),
    ...[1, 2].map((number) => `/image/${albumId}-cover-${number}`),
  ];
  for (const [index, path] of paths.entries()) {
    const { body } = await request(providerUrl + path);
    await pipeline(body, createWriteStream(join(folder, String(index))));
  }
  const took = (performance.now() - startedAt) / 1000;
  await rm(folder, { recursive: true });
  return took;
}
