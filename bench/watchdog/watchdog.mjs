#!/usr/bin/env node
/**
 * Does the integrity watchdog find everything, how fast, and does anybody notice?
 *
 *   node bench/watchdog/watchdog.mjs [small files, 500000] [large files, 300]
 *
 * 1. Stat pass: files per second of the watchdog's thread, divided by those of `find -type f -printf '%s %p\n'`, in turns;
 *    median of 3. The files are of 1 KB, a thousand in a folder.
 * 2. Content pass: bytes per second of the thread over files of 8 MB, divided by those of `sha256sum`, in turns; median of 3.
 * 3. A thousand planted faults (bit flips, truncations, deletions, swaps), then the job as it is run in production: what is
 *    found of them, what is found besides, how long it takes, how much memory the download manager has at most, and the 99th
 *    percentile of catalog-api's reads while it runs, divided by that while nothing runs.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../../tools/setup/paths.mjs';
import { appSource } from '../support/app-source.mjs';
import { startHousehold } from '../support/bench-household.mjs';
import { median, seconds } from '../support/figures.mjs';
import { seededRandom } from '../support/random.mjs';
import { openAdmin } from './admin.mjs';
import { catalogue, makeLibrary, plantFaults } from './library.mjs';

const [small = 500_000, large = 300] = process.argv.slice(2).map(Number);
const FAULTS = Math.min(1000, Math.floor(small / 20));
const ROUNDS = 3;
const PAGE = 1000;
const WATCHDOG = 'apps/download-manager/src/watchdog/';

const { MediaFiles, oneAhead } = await appSource('watchdog', [
  `${WATCHDOG}files/media-files.ts`,
  `${WATCHDOG}scan/one-ahead.ts`,
]);
const thread = pathToFileURL(inRoot(`${WATCHDOG}files/media-files.thread.ts`));
const provider = (port) => [inRoot('bench/main-job/provider.mjs'), JSON.stringify({ port, tracks: 1, bytes: 5000 })];

const pagesOf = (files) =>
  Array.from({ length: Math.ceil(files.length / PAGE) }, (_, page) =>
    JSON.stringify(
      files.slice(page * PAGE, (page + 1) * PAGE).map(({ id, uri, bytes, crc32 }) => [id, uri, bytes, crc32]),
    ),
  );

async function timed(work) {
  const from = performance.now();
  await work();
  return seconds(from);
}

async function compare(what, mediaDir, files, { check, plain }) {
  const pages = pagesOf(files);
  const ratios = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const theirs = await timed(plain);
    const media = new MediaFiles(mediaDir, new AbortController().signal, thread);
    // Its start, a quarter of a second, is none of the files' business.
    await media.checkSizes('[]');
    const ours = await timed(async () => {
      for await (const { faults } of oneAhead(pages, (page) => check(media, page))) {
        if (faults.length > 0) throw new Error(`false alarm: ${JSON.stringify(faults[0])}`);
      }
    });
    await media.close();
    ratios.push(theirs / ours);
    console.log(`  round ${round}: watchdog ${ours.toFixed(2)} s, plain ${theirs.toFixed(2)} s`);
  }
  console.log(`${what}: ${median(ratios).toFixed(2)} of the plain program`);
}

const quietly = (program, args, input) =>
  execFileSync(program, args, { stdio: ['pipe', 'ignore', 'inherit'], ...(input === undefined ? {} : { input }) });

async function watch(household, files, expected) {
  const admin = await openAdmin(household);
  const random = seededRandom(3);
  const anyId = () => files[Math.floor(random() * files.length)].id;
  const at = (times, part) => times[Math.min(times.length - 1, Math.floor(times.length * part))];
  const idleUntil = performance.now() + 30_000;
  const idle = await admin.readWhile(anyId, () => performance.now() > idleUntil);

  let state = { isOver: false, peak: 0 };
  const run = (async () => {
    await admin.call('POST', '/v1/admin/jobs/integrity_watchdog/trigger?force=false');
    for (let scan; scan?.status !== 'completed';) {
      await new Promise((done) => setTimeout(done, 500));
      const memory = new Map(household.memory()).get('download-manager') ?? 0;
      state = { ...state, peak: Math.max(state.peak, memory) };
      scan = (await admin.call('GET', '/v1/download/admin/watchdog')).last_scan;
      if (scan?.status === 'failed') throw new Error(scan.error_message);
      if (scan?.files_checked !== files.length && scan?.status === 'completed') scan = undefined;
      if (scan?.status === 'completed') state = { ...state, isOver: true, scan };
    }
  })();
  const [busy] = await Promise.all([admin.readWhile(anyId, () => state.isOver), run]);
  const found = await findings(admin);
  const wrong = [...expected].filter(([id, problem]) => found.get(id) !== problem).length;
  const falseAlarms = [...found.keys()].filter((id) => !expected.has(id)).length;
  const { files_checked, files_verified, bytes_verified, items_queued, duration_ms } = state.scan;
  console.log(
    `scan of ${files_checked} files, ${files_verified} (${bytes_verified} bytes) read: ${duration_ms / 1000} s`,
  );
  console.log(
    `${expected.size} faults planted, ${wrong} not found as such, ${falseAlarms} false alarms, ${items_queued} queued`,
  );
  console.log(`download-manager: at most ${state.peak.toFixed(0)} MB resident`);
  const [before, during] = [at(idle, 0.99), at(busy, 0.99)];
  const ratio = (during / before).toFixed(2);
  console.log(
    `reads of catalog-api, p99: idle ${before.toFixed(1)} ms, during the scan ${during.toFixed(1)} ms, ${ratio} times`,
  );
}

async function findings(admin) {
  const found = new Map();
  for (let page; page === undefined || page.has_more;) {
    page = await admin.call('GET', `/v1/download/admin/watchdog/findings?limit=200&offset=${found.size}`);
    for (const { content_id, problem } of page.items) found.set(content_id, problem);
  }
  return found;
}

const household = await startHousehold({ workers: 0, provider });
try {
  const { newMediaDir: mediaDir, newDbDir: dbDir } = household.folder;
  const files = makeLibrary(mediaDir, { small, large });
  console.log(`${small} files of 1 KB and ${large} of 8 MB made`);
  await compare('stat pass', mediaDir, files, {
    check: (media, page) => media.checkSizes(page),
    plain: () => quietly('find', [mediaDir, '-type', 'f', '-printf', '%s %p\\n']),
  });
  const largeFiles = files.slice(small);
  const paths = largeFiles.map(({ uri }) => join(mediaDir, uri)).join('\0');
  await compare('content pass', mediaDir, largeFiles, {
    check: (media, page) => media.checkContents(page, null),
    plain: () => quietly('xargs', ['-0', 'sha256sum'], paths),
  });
  catalogue(dbDir, files);
  await watch(household, files, plantFaults(mediaDir, files, FAULTS));
} finally {
  await household.stop();
}
