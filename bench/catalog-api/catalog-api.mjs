#!/usr/bin/env node
/**
 * How fast are the reads of a catalog of a million tracks, and what do they cost the service?
 *
 *   node --max-semi-space-size=2 bench/catalog-api/generate.mjs FOLDER &&
 *     node bench/catalog-api/catalog-api.mjs FOLDER
 *
 * All of it after a minute of everything at once.
 *
 * 1. Requests per second at 32 connections, for each read, divided by those of a bare server that reads one row by its
 *    primary key, in turns; median of 3. For the resolved album also by those of one that executes its statement alone.
 * 2. Search by class of query at 32 connections: the commonest words, beginnings of two letters, typing errors, several
 *    words, nonsense. Median and 99th percentile in milliseconds.
 * 3. All of it at once: the longest stall of the event loop and the resident memory.
 * 4. The start, compared with that on an empty catalog.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inRoot, pinnedNode } from '../../tools/setup/paths.mjs';
import { buildServices } from '../../tools/start/build.mjs';
import { startCatalogApi } from '../support/catalog-service.mjs';
import { median, residentMegabytes } from '../support/figures.mjs';
import { end } from '../support/processes.mjs';
import { listenerToken } from '../support/listeners.mjs';
import { load } from '../support/load.mjs';
import { seededRandom, vocabulary, zipf } from '../support/random.mjs';

const folder = resolve(process.argv[2] ?? 'tmp/bench/catalog-data');
const FOR_SECONDS = 5;
const ROUNDS = 3;
/** For so long V8 keeps compiling anew what is asked most; a service that has run for a day is what households have. */
const WARM_UP_SECONDS = 60;
const LISTENERS = 1000;
const [BARE_PORT, STATEMENT_PORT] = [13_999, 13_998];

const random = seededRandom(11);
const words = vocabulary(seededRandom(7), 30_000);
const pick = (list) => list[Math.floor(random() * list.length)];
const id = (kind, count) => kind + String(Math.floor(random() * count)).padStart(7, '0');

const as = (number) => ({ authorization: listenerToken(number % LISTENERS) });
const get = (path) => (number) => ({ method: 'GET', path: path(), headers: as(number) });
const READS = {
  'album resolved': get(() => `/v1/content/album/${id('b', 100_000)}/resolved`),
  artist: get(() => `/v1/content/artist/${id('a', 50_000)}`),
  discography: get(() => `/v1/content/artist/${id('a', 50_000)}/discography`),
  'track resolved': get(() => `/v1/content/track/${id('t', 1_000_000)}/resolved`),
};

const typo = (word) => {
  const at = 1 + Math.floor(random() * (word.length - 2));
  return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
};
const QUERIES = {
  'the 20 commonest words': () => words[Math.floor(random() * 20)],
  'two letters': () => pick(words).slice(0, 2),
  'three letters': () => pick(words).slice(0, 3),
  'any word': () => words[zipf(random, words.length)],
  'two words': () => `${words[zipf(random, words.length)]} ${words[zipf(random, words.length)]}`,
  'a typing error': () => typo(words[zipf(random, words.length)]),
  'a typing error in a common word': () => typo(words[Math.floor(random() * 20)]),
  nonsense: () => Array.from({ length: 8 }, () => pick('bcdfghjklmnpqrstvwxz'.split(''))).join(''),
};
const search = (query) => (number) => ({
  ...{
    method: 'POST',
    path: '/v1/content/search',
    body: JSON.stringify({ query: query(), resolve: number % 2 === 0 }),
  },
  headers: { ...as(number), 'content-type': 'application/json' },
});

/** A listener may search 100 times a minute: with so many of them no class is refused. */
const SEARCH = { forSeconds: FOR_SECONDS };

/** One of the servers beside this file, on the catalog. */
async function startBaseline(script, port) {
  const child = spawn(pinnedNode, [inRoot('bench/catalog-api', script), join(folder, 'catalog.db'), String(port)]);
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url).catch(() => undefined))) await new Promise((done) => setTimeout(done, 50));
  await load(url, READS['album resolved'], { forSeconds: FOR_SECONDS });
  return { url, stop: () => end(child) };
}

/** Requests per second of the read, divided by those of a baseline for a resolved album; and the last round as it was. */
async function compareRead(url, next, baseline) {
  const ratios = [];
  let last;
  for (let round = 0; round < ROUNDS; round += 1) {
    const least = await load(baseline.url, READS['album resolved'], { forSeconds: FOR_SECONDS });
    last = await load(url, next, { forSeconds: FOR_SECONDS });
    ratios.push(last.perSecond / least.perSecond);
  }
  return { ratio: median(ratios).toFixed(2), last };
}

async function compareReads(url) {
  const bare = await startBaseline('bare-server.mjs', BARE_PORT);
  for (const [name, next] of Object.entries(READS)) {
    const { ratio, last } = await compareRead(url, next, bare);
    const times = last.milliseconds.map((ms) => ms.toFixed(1)).join(' and ');
    console.log(`${name}: ${ratio} of the bare server, ${last.perSecond.toFixed(0)}/s, p50 and p99 ${times} ms`);
  }
  const statement = await startBaseline('statement-server.mjs', STATEMENT_PORT);
  const { ratio: ofStatement } = await compareRead(url, READS['album resolved'], statement);
  const { ratio: ofBare } = await compareRead(statement.url, READS['album resolved'], bare);
  console.log(`album resolved: ${ofStatement} of the statement alone, which is ${ofBare} of the bare server`);
  await Promise.all([bare.stop(), statement.stop()]);
}

async function measureSearch(url) {
  for (const [name, query] of Object.entries(QUERIES)) {
    const { perSecond, milliseconds } = await load(url, search(query), SEARCH);
    const [half, most] = milliseconds.map((ms) => ms.toFixed(1));
    console.log(`search for ${name}: p50 ${half} ms, p99 ${most} ms, ${perSecond.toFixed(0)}/s`);
  }
}

const ALL = [...Object.values(READS), ...Object.values(QUERIES).map(search)];
const anything = (number) => ALL[number % ALL.length](number);

async function mix({ url, pid, stall }) {
  await stall();
  await load(url, anything, { forSeconds: FOR_SECONDS });
  console.log(`mixed load: ${await stall()}, ${residentMegabytes(pid).toFixed(0)} MB resident`);
}

async function compareStart() {
  const empty = mkdtempSync(join(tmpdir(), 'pezzottify-bench-'));
  const times = { [empty]: [], [folder]: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const dbDir of [empty, folder]) {
      const service = await startCatalogApi(dbDir);
      if (round > 0) times[dbDir].push(service.seconds);
      await service.stop();
    }
  }
  rmSync(empty, { recursive: true });
  console.log(
    `start: ${median(times[folder]).toFixed(2)} s, with an empty catalog ${median(times[empty]).toFixed(2)} s`,
  );
}

await buildServices();
const service = await startCatalogApi(folder);
try {
  await load(service.url, anything, { forSeconds: WARM_UP_SECONDS });
  await compareReads(service.url);
  await measureSearch(service.url);
  await mix(service);
} finally {
  await service.stop();
}
await compareStart();
