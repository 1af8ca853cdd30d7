#!/usr/bin/env node
/**
 * How fast is the queue, as it is on disk after every answer (`synchronous = FULL`)?
 *
 *   node bench/queue/queue.mjs [rounds, 5 unless said] [rows that wait, 1000000 unless said]
 *
 * 1. Accepting: album requests over HTTP by 16 callers, each another user; in requests per second.
 * 2. Bulk: a discography of 500 accepted, and 500 repairs of the watchdog queued, by the product's code, against the same
 *    rows of the same tables by one raw multi-row statement per table on a bare sqlite3 connection.
 * 3. Claim and settle through real NATS by 8 workers that do nothing, one at a time and in tens, against the same
 *    statements on bare sqlite3; one at a time also against pg-boss on PostgreSQL (`fsync`, `synchronous_commit`) and
 *    BullMQ on Redis (`appendfsync always`), where these servers are installed; both ways with a thousand tracks more
 *    waiting and with a million, each in a database of its own.
 * 4. From the request until a waiting worker has the item.
 * 5. 1 worker and 4 on items that take 100 ms.
 *
 * Medians over rounds in which all take turns; both households have worked for a while before.
 */
import { Pool } from 'undici';
import { appSource } from '../support/app-source.mjs';
import { median } from '../support/figures.mjs';
import { load } from '../support/load.mjs';
import { drainBare } from './bare.mjs';
import { acceptBulk, addFindings, insertBulk, insertRepairs, openQueue, repairBulk } from './bulk.mjs';
import { startBullMq, startPgBoss } from './other-queues.mjs';
import { startOwner } from './owner.mjs';
import { drainAll, playCatalog, startLatencies } from './peers.mjs';
import { addWaiting, open, removeAll } from './rows.mjs';

const [ROUNDS = 5, MANY = 1_000_000] = process.argv.slice(2).map(Number);
const FEW = 1_000;
const WORKERS = 8;
const source = await appSource('queue', [
  'libs/messaging/src/index.ts',
  'libs/persistence/src/index.ts',
  'apps/download-manager/src/storage/queue-database.ts',
  'apps/download-manager/src/storage/attempts.repository.ts',
  'apps/download-manager/src/storage/children.repository.ts',
  'apps/download-manager/src/storage/claim.sql.ts',
  'apps/download-manager/src/audit/transition-journal.ts',
  'apps/download-manager/src/intake/accept-albums/accept-albums.ts',
  'apps/download-manager/src/watchdog/scan/queue-repairs.ts',
]);
const silent = { info() {}, warn() {}, error() {}, debug() {}, trace() {}, fatal() {}, child: () => silent };

/** An owner with its workers' connections and a catalog beside it. */
async function startHousehold() {
  const owner = await startOwner();
  const connect = (service) => source.MessageBus.connect({ url: owner.natsUrl, service, logger: silent });
  const catalog = connect('catalog-api');
  await playCatalog(catalog);
  const buses = Array.from({ length: WORKERS }, () => connect('download-worker'));
  buses.forEach((bus) => bus.start());
  await Promise.all(buses.map((bus) => bus.whenConnected()));
  const rows = await open(owner.database);
  const stop = async () => {
    await Promise.all([catalog, ...buses].map((bus) => bus.stop()));
    await rows.close();
    await owner.stop();
  };
  return { url: owner.url, buses, rows, stop };
}

const figures = new Map();
const note = (what, value) => {
  figures.set(what, [...(figures.get(what) ?? []), value]);
  console.log(`    ${what}: ${value.toFixed(value < 10 ? 2 : 0)}`);
};

async function timed(work) {
  const from = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - from) / 1000 };
}

async function rate(what, work) {
  const { result, seconds } = await timed(work);
  note(what, result / seconds);
  return result / seconds;
}

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

async function accepting({ url, rows }) {
  const { perSecond, milliseconds } = await load(url, request, { connections: 16, forSeconds: 4 });
  note('accepted requests/s, 16 callers', perSecond);
  note('accepting p99 ms', milliseconds[1]);
  await removeAll(rows);
}

async function latencies({ url, buses, rows }) {
  const client = new Pool(url, { connections: 1 });
  const ask = () => client.request(request()).then(({ body }) => body.dump());
  const times = await startLatencies(buses[0], ask, 100);
  await client.close();
  note('request to start p50 ms', times[50]);
  note('request to start p99 ms', times[98]);
  await removeAll(rows);
}

async function bulk(bare, round) {
  const userId = String((round % 50) + 1);
  for (const [name, insert] of Object.entries({ product: acceptBulk, raw: insertBulk })) {
    const { seconds } = await timed(() => insert(bare, userId, `${name}-${round}`, 500));
    note(`discography of 500, ${name}, ms`, 1000 * seconds);
  }
  for (const [at, [name, queue]] of Object.entries({ product: repairBulk, raw: insertRepairs }).entries()) {
    const scanId = 2 * round + at;
    await addFindings(bare, scanId, `${name}-${round}-`, 500);
    const { seconds } = await timed(() => queue(bare, scanId, `${name}-${round}-`, 500));
    note(`500 repairs, ${name}, ms`, 1000 * seconds);
  }
  await removeAll(bare.bare);
}

const HOW = { 'one at a time': 1, 'in tens': 10 };
const SETTLED = 'claimed and settled/s';

const claiming = (label, { buses }, atOnce, count) =>
  rate(`${SETTLED}, ${label}`, () => drainAll(buses, { atOnce, limit: Math.ceil(count / WORKERS) }));

const claimingBare = (label, { bare }, atOnce, count) =>
  rate(`${SETTLED}, ${label}, bare sqlite3`, () => drainBare(bare, source, atOnce, count));

async function claimingElsewhere(others) {
  for (const [name, { queue, count }] of others) {
    await queue.fill(count);
    await rate(`${SETTLED}, one at a time, ${name}`, () => queue.drain(WORKERS, Math.floor(count / WORKERS)));
  }
}

/** V8 goes on compiling for that long; a queue that has run for a day is what households have. */
async function warmUp({ url, buses, rows }) {
  await load(url, request, { connections: 16, forSeconds: 15 });
  await removeAll(rows);
  await addWaiting(rows, 'warm-up', 12_000);
  for (const atOnce of Object.values(HOW)) await drainAll(buses, { atOnce, limit: 500 });
  await removeAll(rows);
}

const scaling = ({ buses }, count) =>
  rate(`items of 100 ms per second, ${count} worker(s)`, () =>
    drainAll(buses.slice(0, count), { atOnce: 1, limit: 30, workMs: 100 }),
  );

async function startOthers() {
  const known = [
    ['pg-boss', startPgBoss, 400, 'PostgreSQL'],
    ['BullMQ', startBullMq, 800, 'Redis'],
  ];
  const others = [];
  for (const [name, start, count, server] of known) {
    const queue = await start();
    if (queue) others.push([name, { queue, count }]);
    else console.log(`  ${name} is left out: ${server} is not installed`);
  }
  return others;
}

const few = await startHousehold();
const many = await startHousehold();
const bare = await openQueue(source);
const others = await startOthers();
const OF_EACH = { 1: 600, 10: 1_600 };
for (const household of [few, many]) await warmUp(household);
await addWaiting(many.rows, 'many', MANY + ROUNDS * (OF_EACH[1] + OF_EACH[10]));

for (let round = 1; round <= ROUNDS; round += 1) {
  console.log(`  round ${round}`);
  await accepting(few);
  await latencies(few);
  await bulk(bare, round);
  await addWaiting(few.rows, `round-${round}`, 9_000);
  await addWaiting(bare.bare, `round-${round}`, 9_000);
  await claiming('one at a time', few, 1, 1_600);
  await claimingElsewhere(others);
  await claimingBare('one at a time', bare, 1, 800);
  await claiming('in tens', few, 10, 5_000);
  await claimingBare('in tens', bare, 10, 5_000);
  note('4 workers for 1, items of 100 ms', (await scaling(few, 4)) / (await scaling(few, 1)));
  await removeAll(few.rows);
  await removeAll(bare.bare);
  await addWaiting(few.rows, `few-${round}`, FEW + OF_EACH[1] + OF_EACH[10]);
  for (const [how, atOnce] of Object.entries(HOW)) {
    await claiming(`${how}, ${FEW} more waiting`, few, atOnce, OF_EACH[atOnce]);
    await claiming(`${how}, ${MANY} more waiting`, many, atOnce, OF_EACH[atOnce]);
  }
  await removeAll(few.rows);
}

console.log('medians');
for (const [what, values] of figures) console.log(`${what}: ${median(values).toFixed(2)}`);
const of = (what) => median(figures.get(what));
const ratio = (what, one, other) => console.log(`${what}: ${(of(one) / of(other)).toFixed(2)}`);
ratio('discography, product to raw (1 = as fast)', 'discography of 500, raw, ms', 'discography of 500, product, ms');
ratio('repairs, product to raw (1 = as fast)', '500 repairs, raw, ms', '500 repairs, product, ms');
for (const how of Object.keys(HOW)) {
  const product = `${SETTLED}, ${how}`;
  ratio(`claim and settle ${how}, product to bare sqlite3`, product, `${product}, bare sqlite3`);
  ratio(
    `claim and settle ${how}, cost of ${MANY} waiting`,
    `${product}, ${FEW} more waiting`,
    `${product}, ${MANY} more waiting`,
  );
}
for (const [name] of others) {
  const product = `${SETTLED}, one at a time`;
  ratio(`claim and settle one at a time, product to ${name}`, product, `${product}, ${name}`);
  ratio(`claim and settle in tens, product to ${name} one at a time`, `${SETTLED}, in tens`, `${product}, ${name}`);
}

for (const [, { queue }] of others) await queue.stop();
await few.stop();
await many.stop();
await bare.close();
