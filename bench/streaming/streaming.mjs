#!/usr/bin/env node
/**
 * How fast is audio sent, compared with nginx and @fastify/static on the same files, and what do listeners cost?
 * Needs nginx and wrk (Debian: nginx-light, wrk).
 *
 *   node bench/streaming/streaming.mjs
 *
 * 1. Requests per second at 32 connections, in turns, median of 3: whole files of 5 MB, ranges of 1 MiB, of 64 KiB; sent by
 *    the service, and by an nginx in front of it that the service tells what to send.
 * 2. 500 listeners at 320 kbit/s: time until another one has the first bytes, 99th percentile.
 * 3. 500 clients that do not read: resident memory before and with them.
 * 4. 10,000 streams that are broken off: open descriptors before and after.
 */
import { execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { inRoot, pinnedNode } from '../../tools/setup/paths.mjs';
import { buildServices } from '../../tools/start/build.mjs';
import { startCatalogApi } from '../support/catalog-service.mjs';
import { median, residentMegabytes } from '../support/figures.mjs';
import { end } from '../support/processes.mjs';
import { abortStreams, firstBytesWhileOthersListen, openDescriptors, openSlowReaders } from './listeners.mjs';
import { makeMedia } from './media.mjs';
import { startNginx } from './nginx.mjs';

const FILES = 40;
const BYTES = 5_000_000;
/** Each may begin 200 streams a minute. */
const LISTENERS = 1000;
const ROUNDS = 3;
const [NGINX_PORT, STATIC_PORT] = [13_997, 13_998];
const LOADS = { 'whole files of 5 MB': 0, 'ranges of 1 MiB': 1024 * 1024, 'random ranges of 64 KiB': 64 * 1024 };

function requestsPerSecond(url, [prefix, ending], listeners, part) {
  const script = ['-s', inRoot('bench/streaming/requests.lua'), url, '--'];
  const args = [prefix, ending, FILES, BYTES, part, listeners].map(String);
  const output = execFileSync('wrk', ['-t2', '-c32', '-d4s', ...script, ...args], { encoding: 'utf8' });
  const refused = /Non-2xx or 3xx responses: (\d+)/.exec(output);
  if (refused) throw new Error(`${refused[1]} requests were refused by ${url}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]);
}

async function compare(service) {
  const servers = {
    service: (part) => requestsPerSecond(service.url, ['/v1/content/stream/', '-'], LISTENERS, part),
    through: (part) =>
      requestsPerSecond(`http://127.0.0.1:${NGINX_PORT}`, ['/through/v1/content/stream/', '-'], LISTENERS, part),
    nginx: (part) => requestsPerSecond(`http://127.0.0.1:${NGINX_PORT}`, ['/', '.mp3'], 0, part),
    fastify: (part) => requestsPerSecond(`http://127.0.0.1:${STATIC_PORT}`, ['/', '.mp3'], 0, part),
  };
  for (const [what, part] of Object.entries(LOADS)) {
    const measured = { service: [], through: [], nginx: [], fastify: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, measure] of Object.entries(servers)) measured[name].push(measure(part));
    }
    const [own, through, nginx, fastify] = Object.values(measured).map(median);
    const ofNginx = `${(own / nginx).toFixed(2)} of nginx, ${(through / nginx).toFixed(2)} when nginx sends for it`;
    const ratios = `${ofNginx}, ${(own / fastify).toFixed(1)} times @fastify/static`;
    console.log(`${what}: ${own.toFixed(0)}/s, ${ratios}`);
  }
}

async function listen({ url, pid }) {
  const times = await firstBytesWhileOthersListen(url, { files: FILES, listeners: 500, forSeconds: 15 });
  const at = (part) => times[Math.floor(times.length * part)].toFixed(1);
  console.log(`first bytes beside 500 listeners: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms of ${times.length}`);
  await wait(1000);
  const before = residentMegabytes(pid);
  const slow = await openSlowReaders(url, { files: FILES, readers: 500 });
  await wait(3000);
  console.log(`500 slow readers: ${(residentMegabytes(pid) - before).toFixed(0)} MB more than ${before.toFixed(0)} MB`);
  slow.close();
  await wait(1000);
  const open = openDescriptors(pid);
  await abortStreams(url, { files: FILES, count: 10_000, listeners: LISTENERS });
  await wait(2000);
  console.log(`10,000 broken streams: ${openDescriptors(pid)} open descriptors, ${open} before`);
}

await buildServices();
const folder = await makeMedia({ files: FILES, bytes: BYTES, listeners: LISTENERS });
const fastify = spawn(pinnedNode, [
  inRoot('bench/streaming/static-server.mjs'),
  `${folder}/audio`,
  String(STATIC_PORT),
]);
const behindNginx = ['--trusted-proxies', '127.0.0.1', '--nginx-media-location', '/media/'];
const service = await startCatalogApi(folder, behindNginx);
const nginx = startNginx(`${folder}/audio`, NGINX_PORT, service.url);
try {
  await compare(service);
  await listen(service);
} finally {
  await service.stop();
  await Promise.all([end(nginx), end(fastify)]);
  rmSync(folder, { recursive: true });
}
