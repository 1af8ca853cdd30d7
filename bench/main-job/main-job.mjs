#!/usr/bin/env node
/**
 * What does the pipeline cost over plain downloading, and do workers share the work?
 *
 *   node bench/main-job/main-job.mjs
 *
 * 1. One worker, albums of 12 tracks of 5 MB and 2 images: time from request to COMPLETED, divided by the time one plain
 *    HTTP client needs for the same bytes from the same provider, in turns; median of 5.
 * 2. A provider that takes 200 ms for every answer: time with 1 worker divided by time with 4.
 */
import { inRoot } from '../../tools/setup/paths.mjs';
import { startHousehold } from '../support/bench-household.mjs';
import { median, seconds } from '../support/figures.mjs';

const TRACKS = 12;
const ROUNDS = 5;
const providerOf = (bytes, delayMs) => (port) =>
  [inRoot('bench/main-job/provider.mjs'), port, TRACKS, bytes, delayMs].map(String);

async function client({ url, login }) {
  const headers = { 'content-type': 'application/json' };
  const credentials = {
    user_handle: login.handle,
    password: login.password,
    device_uuid: 'bench-main-job',
    device_type: 'web',
  };
  const answer = await fetch(`${url}/v1/auth/login`, { method: 'POST', headers, body: JSON.stringify(credentials) });
  headers.authorization = (await answer.json()).token;
  return async (method, path, body) => {
    const response = await fetch(`${url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
}

async function throughPipeline(api, albumId) {
  const startedAt = performance.now();
  const body = { album_id: albumId, album_name: albumId, artist_name: 'The Pilots' };
  const { request_id: id } = await api('POST', '/v1/download/request/album', body);
  for (;;) {
    const { status, error_message: error } = await api('GET', `/v1/download/request/${id}`);
    if (status === 'COMPLETED') return seconds(startedAt);
    if (status === 'FAILED') throw new Error(`${albumId} failed: ${error}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** One client, one request after another, bytes thrown away: the least that any downloader has to do. */
async function plainly(providerUrl, albumId) {
  const startedAt = performance.now();
  const read = async (path) => {
    for await (const chunk of (await fetch(`${providerUrl}${path}`)).body) void chunk;
  };
  for (const path of [`/album/${albumId}`, `/album/${albumId}/tracks`, '/artist/artist-1']) await read(path);
  for (let number = 1; number <= TRACKS; number += 1) await read(`/track/${albumId}-track-${number}/audio`);
  for (const number of [1, 2]) await read(`/image/${albumId}-cover-${number}`);
  return seconds(startedAt);
}

async function overhead() {
  const household = await startHousehold({ workers: 1, provider: providerOf(5 * 1024 * 1024, 0) });
  try {
    const api = await client(household);
    await throughPipeline(api, 'warm-up');
    const ratios = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const pipeline = await throughPipeline(api, `album-${round}`);
      const plain = await plainly(household.providerUrl, `album-${round}`);
      ratios.push(pipeline / plain);
      console.log(
        `round ${round}: pipeline ${pipeline.toFixed(2)} s, plain ${plain.toFixed(2)} s, ratio ${(pipeline / plain).toFixed(2)}`,
      );
    }
    console.log(`overhead, median of ${ROUNDS}: ${median(ratios).toFixed(2)}`);
    for (const [name, megabytes] of await household.memory())
      console.log(`resident ${name}: ${megabytes.toFixed(0)} MB`);
  } finally {
    await household.stop();
  }
}

async function timeWithWorkers(workers) {
  const household = await startHousehold({ workers, provider: providerOf(50_000, 200) });
  try {
    const api = await client(household);
    await throughPipeline(api, 'warm-up');
    const times = [];
    for (let round = 1; round <= 3; round += 1) times.push(await throughPipeline(api, `album-${round}`));
    return median(times);
  } finally {
    await household.stop();
  }
}

await overhead();
const one = await timeWithWorkers(1);
const four = await timeWithWorkers(4);
console.log(
  `200 ms per answer: 1 worker ${one.toFixed(2)} s, 4 workers ${four.toFixed(2)} s, ${(one / four).toFixed(2)} times faster`,
);
