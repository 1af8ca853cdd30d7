import { WebSocket } from 'ws';

/** Signs in and listens: `download` asks for an album and resolves, with the seconds it took, when its end is told. */
export async function openClient({ url, login }) {
  const headers = { 'content-type': 'application/json' };
  const post = async (path, body) => {
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { handle: user_handle, password } = login;
  const device = { device_uuid: 'bench-main-job', device_type: 'web' };
  headers.authorization = (await post('/v1/auth/login', { user_handle, password, ...device })).token;
  const ends = listen(url, headers.authorization);
  return {
    close: () => ends.then(({ socket }) => socket.close()),
    async download(albumId) {
      const { ended } = await ends;
      const startedAt = performance.now();
      const names = { album_id: albumId, album_name: albumId, artist_name: 'The Pilots' };
      const { request_id: id } = await post('/v1/download/request/album', names);
      await ended(id);
      return (performance.now() - startedAt) / 1000;
    },
  };
}

async function listen(url, token) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/ws`, { headers: { authorization: token } });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waiting = new Map();
  const waitFor = (id) => waiting.get(id) ?? waiting.set(id, Promise.withResolvers()).get(id);
  socket.on('message', (data) => {
    const { type, payload } = JSON.parse(data.toString());
    const event = type === 'sync' ? payload.event : undefined;
    if (event?.type === 'download_completed') waitFor(event.payload.request_id).resolve();
    if (event?.type === 'download_status_changed' && event.payload.status === 'FAILED')
      waitFor(event.payload.request_id).reject(new Error(`failed: ${JSON.stringify(event.payload)}`));
  });
  return { socket, ended: (id) => waitFor(id).promise };
}
