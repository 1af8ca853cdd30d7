const SESSION = { device_id: null, device_type: 'web', permissions: ['RequestContent'] };

/** What the queue needs of catalog-api: sessions for the tokens `user-<id>`, and a catalog that has nothing yet. */
export async function playCatalog(bus) {
  bus.handle('session.admit', ({ tokens }) => {
    const id = Number(tokens[0].split('-')[1]);
    const session = { ...SESSION, user_id: id, user_handle: `user ${id}` };
    return Promise.resolve({ kind: 'admitted', session, is_cacheable: true });
  });
  bus.handle('catalog.look-up-presence', () => Promise.resolve({ complete_album_ids: [], artist_ids: [] }));
  bus.start();
  await bus.whenConnected();
}

const TIMEOUT = { timeoutMs: 60_000 };

const stored = { kind: 'stored', bytes: 5_000_000, duration_ms: 10, media_kind: 'audio' };

/** A worker that does nothing but ask for items and report them, `atOnce` at a time, for as long as there are any. */
async function drain(bus, name, atOnce, limit, workMs = 0) {
  const worker = { name, version: 'bench', protocol: 2 };
  let done = 0;
  while (done < limit) {
    const reply = await bus.request('queue.claim', { worker, max_items: atOnce }, TIMEOUT);
    if (reply.kind !== 'claimed') break;
    if (workMs > 0) await new Promise((resolve) => setTimeout(resolve, workMs));
    await settle(bus, worker, reply.items);
    done += reply.items.length;
  }
  return done;
}

function settle(bus, worker, items) {
  const settlements = items.map(({ id, lease_token }) => ({ item_id: id, lease_token, outcome: stored }));
  if (settlements.length === 1) return bus.request('queue.settle', { worker, ...settlements[0] }, TIMEOUT);
  return bus.request('queue.settle-all', { worker, settlements }, TIMEOUT);
}

/** How many `connections` workers did, each up to `limit` items. */
export async function drainAll(connections, { atOnce, limit, workMs = 0 }) {
  const done = await Promise.all(connections.map((bus, at) => drain(bus, `worker-${at}`, atOnce, limit, workMs)));
  return done.reduce((sum, count) => sum + count, 0);
}

/** Milliseconds from sending a request until a worker that waits for work has its item. */
export async function startLatencies(bus, ask, rounds) {
  const worker = { name: 'waiting', version: 'bench', protocol: 2 };
  const expanded = { kind: 'expanded', album_name: 'a', artist_name: 'b', children: [] };
  let wake = () => undefined;
  bus.onSignal('queue.work-available', () => wake());
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    const signalled = new Promise((resolve) => (wake = resolve));
    const asked = ask(round);
    await signalled;
    const reply = await bus.request('queue.claim', { worker, max_items: 1 }, TIMEOUT);
    if (reply.kind !== 'claimed') throw new Error(`after the signal the queue was ${reply.kind}`);
    times.push(performance.now() - from);
    await asked;
    const [{ id, lease_token }] = reply.items;
    await bus.request('queue.settle', { worker, item_id: id, lease_token, outcome: expanded }, TIMEOUT);
  }
  return times.sort((a, b) => a - b);
}
