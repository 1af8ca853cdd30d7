import { setTimeout as wait } from 'node:timers/promises';
import { ask } from './ask.mjs';

const stallLimitMs = 120_000;

/** The public API as any client would use it. */
function client(base, token) {
  return async (method, path, body) => {
    const { status, text } = await ask(`${base}${path}`, {
      method,
      headers: { ...(token ? { authorization: token } : {}), ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body && JSON.stringify(body),
      timeoutMs: 15_000,
    });
    if (status >= 300) {
      const message = `${method} ${path} answered ${status}: ${text.slice(0, 300)}`;
      throw Object.assign(new Error(message), { status });
    }
    return text === '' ? null : JSON.parse(text);
  };
}

/** Null when the password is another one by now. */
async function signIn(base, { handle, password }) {
  const device = { device_uuid: 'npm-start-demo', device_type: 'web', device_name: 'npm start' };
  try {
    return (await client(base)('POST', '/v1/auth/login', { user_handle: handle, password, ...device })).token;
  } catch (error) {
    if (error.status === 401) return null;
    throw error;
  }
}

/** Asks for one album of the library and waits, with a progress bar, until it can be played. Null when it cannot ask. */
export async function fetchFirstAlbum({ base, login, screen }) {
  const token = login.password === null ? null : await signIn(base, login);
  if (token === null) {
    screen.say(`no sample album was asked for: the password of ${login.handle} is not known here`);
    return null;
  }
  const api = client(base, token);
  const album = await screen.step('Search the downloader', () => pickAlbum(api));
  if (!album) {
    screen.say('no sample album was asked for: the library has none');
    return null;
  }
  await followUntilPlayable(api, await requestAlbum(api, album), album, screen);
  return { name: album.name, curl: await curlLine(api, base, token, album) };
}

/** Every search wants a word; one of these letters is in the name of nearly any album. */
async function pickAlbum(api) {
  for (const letter of ['a', 'e', 'o', 'i', 'u', '1', '2']) {
    const { results } = await api('GET', `/v1/download/search?type=album&q=${letter}`);
    if (results.length > 0) return results[0];
  }
  return null;
}

/** The request to follow: null when the album is here already, that of an earlier run when it has been asked for. */
async function requestAlbum(api, album) {
  if (album.in_catalog) return null;
  if (album.request_status) return album.request_status.request_id;
  const body = { album_id: album.id, album_name: album.name, artist_name: album.artist_name ?? '' };
  return (await api('POST', '/v1/download/request/album', body)).request_id;
}

async function followUntilPlayable(api, request, album, screen) {
  let [shown, until] = ['', Date.now() + stallLimitMs];
  while (request) {
    const { status, progress, error_message: error } = await api('GET', `/v1/download/request/${request}`);
    const now = `${status} ${progress?.completed}`;
    if (now !== shown) {
      if (progress) screen.bar(album.name, progress.completed, progress.total_children);
      [shown, until] = [now, Date.now() + stallLimitMs];
    }
    if (status === 'COMPLETED') break;
    if (status === 'FAILED' || status === 'CANCELLED')
      throw new Error(`the sample album ended ${status}: ${error ?? ''}`);
    if (Date.now() > until) throw new Error(`the sample album is still ${status} after ${stallLimitMs / 1000} s`);
    await wait(200);
  }
  screen.say(`✓ "${album.name}" is playable`);
}

async function curlLine(api, base, token, album) {
  const { discs } = await api('GET', `/v1/content/album/${encodeURIComponent(album.id)}/resolved`);
  const track = discs[0].tracks[0];
  const trust = base.startsWith('https:') ? ' --insecure' : '';
  return `curl${trust} -H 'Authorization: ${token}' -r 0- -o track ${base}/v1/content/stream/${encodeURIComponent(track.id)}`;
}
