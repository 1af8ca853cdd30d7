import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const limitMs = 120_000;

/** The public API as any client would use it. */
function client(base, token) {
  return async (method, path, body) => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { ...(token ? { authorization: token } : {}), ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    return text === '' ? null : JSON.parse(text);
  };
}

async function signIn(base, { handle, password }) {
  const body = {
    user_handle: handle,
    password,
    device_uuid: 'npm-start-demo',
    device_type: 'web',
    device_name: 'npm start',
  };
  return (await client(base)('POST', '/v1/auth/login', body)).token;
}

/** Asks for one album of the library and waits, with a progress bar, until it can be played. */
export async function fetchFirstAlbum({ folder, options, login, screen }) {
  const base = `http://127.0.0.1:${options.ports.gateway}`;
  const token = await signIn(base, login);
  const api = client(base, token);
  const album = await screen.step('Search the downloader', () => pickAlbum(api));
  if (!album) {
    screen.say('the library has no album to ask for yet');
    return null;
  }
  const request = await requestAlbum(api, album);
  await followUntilPlayable(api, request, album, screen);
  writeFileSync(folder.firstAlbumFile, '');
  return { name: album.name, curl: await curlLine(api, base, token, album) };
}

/** The downloader may still be reading its library, so an empty answer is asked again for a while. */
async function pickAlbum(api) {
  const until = Date.now() + 20_000;
  while (Date.now() < until) {
    for (const query of ['a', 'e', 'o']) {
      const { results } = await api('GET', `/v1/download/search?type=album&q=${query}`);
      if (results.length > 0) return results[0];
    }
    await wait(500);
  }
  return null;
}

async function requestAlbum(api, album) {
  if (album.in_catalog) return null;
  const body = { album_id: album.id, album_name: album.name, artist_name: album.artist_name ?? '' };
  return (await api('POST', '/v1/download/request/album', body)).request_id;
}

async function followUntilPlayable(api, request, album, screen) {
  const until = Date.now() + limitMs;
  while (request) {
    const { status, progress, error_message: error } = await api('GET', `/v1/download/request/${request}`);
    if (progress) screen.bar(album.name, progress.completed, progress.total_children);
    if (status === 'COMPLETED') break;
    if (status === 'FAILED' || status === 'CANCELLED')
      throw new Error(`the sample album ended ${status}: ${error ?? ''}`);
    if (Date.now() > until) throw new Error(`the sample album is still ${status} after ${limitMs / 1000} s`);
    await wait(250);
  }
  screen.say(`✓ "${album.name}" is playable`);
}

async function curlLine(api, base, token, album) {
  const { discs } = await api('GET', `/v1/content/album/${encodeURIComponent(album.id)}/resolved`);
  const track = discs[0].tracks[0];
  return `curl -H 'Authorization: ${token}' -r 0- -o track ${base}/v1/content/stream/${encodeURIComponent(track.id)}`;
}
