/** Signs in: calls of an administrator, and how long reads take meanwhile. */
export async function openAdmin({ url, login }) {
  const headers = { 'content-type': 'application/json' };
  const call = async (method, path, body) => {
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const response = await fetch(url + path, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const { handle: user_handle, password } = login;
  const device = { device_uuid: 'bench-watchdog', device_type: 'web' };
  headers.authorization = (await call('POST', '/v1/auth/login', { user_handle, password, ...device })).token;
  return {
    call,
    /** Reads one track after another, as fast as one user may, while `isOver` says no. Milliseconds of each. */
    async readWhile(nextId, isOver) {
      const times = [];
      while (!isOver()) {
        const from = performance.now();
        await call('GET', `/v1/content/track/${nextId()}`);
        times.push(performance.now() - from);
        await new Promise((done) => setTimeout(done, 35));
      }
      return times.sort((a, b) => a - b);
    },
  };
}
