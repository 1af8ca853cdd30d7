#!/usr/bin/env node
/**
 * Does everything that was accepted arrive, once and whole, while something breaks every second?
 *
 *   node bench/chaos/chaos.mjs [--albums 300] [--minutes 10] [--seed n] [--runs 1]
 *
 * The long form of apps/e2e/src/chaos/chaos.int-spec.ts: the same programme with more albums for a longer time. Services,
 * workers, nats-server and the downloader are real processes; they are killed, frozen and started again, and the
 * downloader fails in every way it can, while people ask for albums, join and cancel. Then all is looked at. Without a
 * seed each run draws another one. Report, and after a failure logs and databases: tmp/chaos/seed-<n>.
 */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureNatsServer } from '../../tools/setup/nats-server.mjs';
import { inRoot, pinnedNode, toolEnvironment } from '../../tools/setup/paths.mjs';
import { run } from '../../tools/setup/run.mjs';
import { buildServices } from '../../tools/start/build.mjs';

const { values } = parseArgs({
  options: {
    albums: { type: 'string', default: '300' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    runs: { type: 'string', default: '1' },
  },
});

const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--runInBand'];
const only = ['--selectProjects', 'e2e', '--testPathPatterns', 'chaos/chaos.int-spec'];
const NATS_SERVER = await ensureNatsServer(() => undefined);
await buildServices();
/** Services are started again and again: a build in between would mix old and new. */
const dist = inRoot('tmp', 'chaos', 'dist');
rmSync(dist, { recursive: true, force: true });
cpSync(inRoot('dist', 'apps'), dist, { recursive: true });

async function chaos(seed) {
  const settings = { albums: Number(values.albums), seconds: 60 * Number(values.minutes), seed };
  const kind = { TEST_E2E: '1', TEST_KIND: 'int', E2E_DIST: dist };
  const env = toolEnvironment({ NATS_SERVER, ...kind, CHAOS: JSON.stringify(settings) });
  const startedAt = performance.now();
  const failure = await run(pinnedNode, [...jest, ...only], { env, quiet: true }).then(
    () => null,
    (error) => error,
  );
  console.log(readFileSync(inRoot('tmp', 'chaos', `seed-${seed}`, 'report.txt'), 'utf8'));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(`seed ${seed}: ${failure === null ? 'nothing lost, doubled or partial' : 'FAILED'} (${seconds} s)`);
  return failure === null;
}

let isGood = true;
for (let count = 0; count < Number(values.runs); count += 1) {
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed) + count;
  isGood = (await chaos(seed)) && isGood;
}
process.exit(isGood ? 0 : 1);
