#!/usr/bin/env node
/**
 * How fast is the queue, as it is on disk after every answer (`synchronous = FULL`)?
 *
 *   node bench/queue/queue.mjs [rounds, 5 unless said]
 *
 * 1. Accepting: album requests over HTTP by 16 callers, each another user; in requests per second.
 * 2. Bulk: a discography of 500 accepted by the product's code, against the same rows of the same tables by one raw
 *    multi-row statement per table on a bare sqlite3 connection.
 * 3. Claim and settle through real NATS by 8 workers that do nothing, one at a time and in tens, against the same
 *    statements on bare sqlite3; with a thousand tracks more waiting and with a million.
 * 4. From the request until a waiting worker has the item.
 * 5. 1 worker and 4 on items that take 100 ms.
 *
 * Medians over rounds in which all take turns. pg-boss and BullMQ are left out: they need PostgreSQL and Redis.
 */
import { appSource } from '../support/app-source.mjs';
import { median } from '../support/figures.mjs';
import { load } from '../support/load.mjs';
import { drainBare } from './bare.mjs';
import { acceptBulk, insertBulk, openQueue } from './bulk.mjs';
import { startOwner } from './owner.mjs';
import { drain, playCatalog, startLatencies } from './peers.mjs';
import { addWaiting, open, removeAll } from './rows.mjs';

const ROUNDS = Number(process.argv[2] ?? 5);
const WORKERS = 8;
const MANY = 1_000_000;
const source = await appSource('queue', [
  'libs/messaging/src/index.ts',
  'libs/persistence/src/index.ts',
  'apps/download-manager/src/storage/queue-database.ts',
  'apps/download-manager/src/storage/claim.sql.ts',
  'apps/download-manager/src/audit/transition-journal.ts',
  'apps/download-manager/src/intake/accept-albums/accept-albums.ts',
]);
const silent = { info() {}, warn() {}, error() {}, debug() {}, trace() {}, fatal() {}, child: () => silent };

const owner = await startOwner();
const rows = await open(owner.database);
const connect = async (service) => {
  const bus = source.MessageBus.connect({ url: owner.natsUrl, service, logger: silent });
  bus.start();
  await bus.whenConnected();
  return bus;
};
const catalog = source.MessageBus.connect({ url: owner.natsUrl, service: 'catalog-api', logger: silent });
await playCatalog(catalog);
const buses = await Promise.all(Array.from({ length: WORKERS }, () => connect('download-worker')));
const bare = await openQueue(source);

const figures = new Map();
const note = (what, value) => {
  figures.set(what, [...(figures.get(what) ?? []), value]);
  console.log(`    ${what}: ${value.toFixed(value < 10 ? 2 : 0)}`);
};

let asked = 0;
const request = () => {
  asked += 1;
  return {
    path: '/v1/download/request/album',
    method: 'POST',
    headers: { authorization: `user-${(asked % 16) + 1}`, 'content-type': 'application/json' },
    body: JSON.stringify({ album_id: `asked-${asked}`, album_name: `Album ${asked}`, artist_name: 'The Pilots' }),
  };
};

async function accepting() {
  const { perSecond, milliseconds } = await load(owner.url, request, { connections: 16, forSeconds: 4 });
  note('accepted requests/s, 16 callers', perSecond);
  note('accepting p99 ms', milliseconds[1]);
}

async function timed(work) {
  const from = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - from) / 1000 };
}

async function bulk(round) {
  for (const [name, insert] of Object.entries({ product: acceptBulk, raw: insertBulk })) {
    const { seconds } = await timed(() => insert(bare, String((round % 50) + 1), `${name}-${round}`, 500));
    note(`bulk of 500, ${name}, ms`, 1000 * seconds);
  }
}

async function claiming(label, atOnce, count) {
  const each = Math.ceil(count / WORKERS);
  const { result, seconds } = await timed(() =>
    Promise.all(buses.map((bus, at) => drain(bus, `worker-${at}`, atOnce, each))),
  );
  note(`claimed and settled/s, ${label}`, result.reduce((sum, n) => sum + n, 0) / seconds);
}

async function claimingBare(label, atOnce, count) {
  const { result, seconds } = await timed(() => drainBare(bare.bare, source.claimMedia(atOnce), atOnce, count));
  note(`claimed and settled/s, ${label}, bare sqlite3`, result / seconds);
}

async function scaling(count) {
  const { result, seconds } = await timed(() =>
    Promise.all(buses.slice(0, count).map((bus, at) => drain(bus, `slow-${at}`, 1, 30, 100))),
  );
  const perSecond = result.reduce((sum, n) => sum + n, 0) / seconds;
  note(`items of 100 ms per second, ${count} worker(s)`, perSecond);
  return perSecond;
}

async function latencies() {
  const ask = () => fetch(`${owner.url}/v1/download/request/album`, request()).then((answer) => answer.text());
  const times = await startLatencies(buses[0], ask, 100);
  note('request to start p50 ms', times[50]);
  note('request to start p99 ms', times[98]);
}

for (let round = 1; round <= ROUNDS; round += 1) {
  console.log(`  round ${round}`);
  await accepting();
  await removeAll(rows);
  await latencies();
  await removeAll(rows);
  await bulk(round);
  await addWaiting(rows, `round-${round}`, 9_000);
  await addWaiting(bare.bare, `round-${round}`, 9_000);
  await claiming('one at a time', 1, 1_600);
  await claimingBare('one at a time', 1, 800);
  await claiming('in tens', 10, 5_000);
  await claimingBare('in tens', 10, 5_000);
  note('4 workers for 1, items of 100 ms', (await scaling(4)) / (await scaling(1)));
  await removeAll(rows);
  await removeAll(bare.bare);
}

console.log('  a thousand and a million waiting');
for (const count of [1_000, MANY]) {
  await addWaiting(rows, `many-${count}`, count + 12_000);
  for (let round = 1; round <= ROUNDS; round += 1) {
    await claiming(`one at a time, ${count} more waiting`, 1, 800);
    await claiming(`in tens, ${count} more waiting`, 10, 1_600);
  }
  if (count === 1_000) await removeAll(rows);
}

console.log('medians');
for (const [what, values] of figures) console.log(`${what}: ${median(values).toFixed(2)}`);
const of = (what) => median(figures.get(what));
const ratio = (what, one, other) => console.log(`${what}: ${(of(one) / of(other)).toFixed(2)}`);
ratio('bulk of 500, product to raw statements (1 = as fast)', 'bulk of 500, raw, ms', 'bulk of 500, product, ms');
for (const how of ['one at a time', 'in tens']) {
  const product = `claimed and settled/s, ${how}`;
  ratio(`claim and settle ${how}, product to bare sqlite3`, product, `${product}, bare sqlite3`);
  ratio(
    `claim and settle ${how}, cost of a million waiting`,
    `${product}, 1000 more waiting`,
    `${product}, ${MANY} more waiting`,
  );
}

await Promise.all([catalog, ...buses].map((bus) => bus.stop()));
await rows.close();
await bare.close();
await owner.stop();
