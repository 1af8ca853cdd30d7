#!/usr/bin/env node
/**
 * What does the pipeline cost over plain downloading, do workers share the work, and how much memory does it take?
 *
 *   node bench/main-job/main-job.mjs
 *
 * 1. One worker, albums of 12 tracks of 5 MB and 2 images: time from the request until its client is told that it is
 *    complete, divided by the time one plain HTTP client needs to get the same bytes from the same provider into files,
 *    in turns; median of 5. Through lines of three speeds: what the pipeline adds does not depend on the line.
 * 2. The resident memory of each service after that.
 * 3. A provider that takes 200 ms for every answer: time with 1 worker divided by time with 4, for an album alone, whose
 *    first answers have to be waited for one after another, and for four albums asked for at once.
 */
import { inRoot } from '../../tools/setup/paths.mjs';
import { openClient } from '../support/bench-client.mjs';
import { startHousehold } from '../support/bench-household.mjs';
import { median } from '../support/figures.mjs';
import { fetchPlainly } from './plain-client.mjs';

const TRACKS = 12;
const MEGABYTE = 1024 * 1024;
const LINES = { 'a line of 100 Mbit/s': 12.5e6, 'a line of 1 Gbit/s': 125e6, 'no line, all on one machine': 0 };

const provider = (settings) => (port) => [
  inRoot('bench/main-job/provider.mjs'),
  JSON.stringify({ port, tracks: TRACKS, ...settings }),
];

async function measure(options, work) {
  const household = await startHousehold(options);
  const client = await openClient(household);
  try {
    await client.download('warm-up');
    return await work(household, client);
  } finally {
    await client.close();
    await household.stop();
  }
}

const overhead = (line, bytesPerSecond) =>
  measure({ workers: 1, provider: provider({ bytes: 5 * MEGABYTE, bytesPerSecond }) }, async (household, client) => {
    const ratios = [];
    for (let round = 1; round <= 5; round += 1) {
      const pipeline = await client.download(`album-${round}`);
      const plain = await fetchPlainly(household.providerUrl, `album-${round}`, TRACKS);
      ratios.push(pipeline / plain);
      console.log(`  round ${round}: pipeline ${pipeline.toFixed(2)} s, plain ${plain.toFixed(2)} s`);
    }
    console.log(`overhead through ${line}: median ${median(ratios).toFixed(2)}`);
    return household.memory();
  });

const timesWithWorkers = (workers) =>
  measure({ workers, provider: provider({ bytes: 50_000, delayMs: 200 }) }, async (_household, client) => {
    const alone = [];
    const together = [];
    for (let round = 1; round <= 5; round += 1) {
      alone.push(await client.download(`album-${round}`));
      const four = [1, 2, 3, 4].map((number) => client.download(`album-${round}-${number}`));
      together.push(Math.max(...(await Promise.all(four))));
    }
    return { 'one album': median(alone), 'four albums': median(together) };
  });

let memory;
for (const [line, bytesPerSecond] of Object.entries(LINES)) memory = await overhead(line, bytesPerSecond);
for (const [name, megabytes] of memory) console.log(`resident ${name}: ${megabytes.toFixed(0)} MB`);
const one = await timesWithWorkers(1);
const four = await timesWithWorkers(4);
for (const [what, seconds] of Object.entries(one)) {
  const times = `1 worker ${seconds.toFixed(2)} s, 4 workers ${four[what].toFixed(2)} s`;
  console.log(`200 ms per answer, ${what}: ${times}, ${(seconds / four[what]).toFixed(2)} times faster`);
}
