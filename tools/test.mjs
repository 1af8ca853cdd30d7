#!/usr/bin/env node
/** `npm test`: everything CI runs, on a fresh clone too. Needs Node 20 or newer and nothing installed before. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureNatsServer } from './setup/nats-server.mjs';
import { inRoot, pinnedNode, toolEnvironment } from './setup/paths.mjs';
import { CommandFailedError, run, stopCommands } from './setup/run.mjs';
import { buildServices } from './start/build.mjs';

const help = `npm test -- [step …]

Runs these steps, all of them when none is named; lint beside the next three, the rest in this order:
  lint     eslint: types, module boundaries, budgets
  format   prettier
  types    tsc over the workspace
  build    every app to dist/apps
  unit     *.spec.ts
  int      *.int-spec.ts, with a real nats-server and real SQLite files
  e2e      apps/e2e, the built services as real processes

The first run installs the packages and a nats-server where they are missing.`;

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', short: 'h' } },
  allowPositionals: true,
});
if (values.help) {
  console.log(help);
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => void stopCommands().then(() => process.exit(1)));

const say = (text) => console.log(`› ${text}`);
const tool = (name, ...args) => run(name, args, { quiet: true });

/** Runs one kind of test and returns jest's own report of it. */
async function jest(kind, extra = {}) {
  const report = inRoot('tmp', `jest-${kind}.json`);
  rmSync(report, { force: true });
  const flags = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const env = toolEnvironment({ NATS_SERVER: nats, ...extra });
  const failure = await run(
    pinnedNode,
    [...flags, '--json', `--outputFile=${report}`, '--silent=false', ...jestFlags(kind)],
    { env, quiet: true },
  ).then(
    () => undefined,
    (error) => error,
  );
  if (!existsSync(report)) throw failure ?? new Error(`jest wrote no report for ${kind}`);
  return JSON.parse(readFileSync(report, 'utf8'));
}

/** Integration tests wait for disks and processes a good part of their time: a third one makes use of that. */
const WORKERS = { unit: 2, int: 3, e2e: 2 };
const jestFlags = (kind) => [`--maxWorkers=${WORKERS[kind]}`, ...(kind === 'e2e' ? ['--selectProjects', 'e2e'] : [])];

const tests = { unit: { TEST_KIND: 'unit' }, int: { TEST_KIND: 'int' }, e2e: { TEST_E2E: '1', TEST_KIND: 'all' } };
const steps = {
  lint: () => tool('eslint', '--max-warnings=0', '.'),
  format: () => tool('prettier', '--check', '--log-level=warn', '.'),
  types: () => tool('tsc', '-p', 'tsconfig.json'),
  build: () => buildServices({ isForced: true }),
  unit: () => jest('unit', tests.unit),
  int: () => jest('int', tests.int),
  e2e: () => jest('e2e', tests.e2e),
};

const unknown = positionals.filter((name) => !(name in steps));
if (unknown.length > 0) {
  console.error(`unknown step ${unknown.join(', ')}; allowed: ${Object.keys(steps).join(', ')}`);
  process.exit(2);
}

const projectOf = (file) =>
  /[\\/](?:apps|libs)[\\/]([^\\/]+)[\\/]/.exec(file.slice(inRoot().length - 1))?.[1] ?? 'other';
const perProject = new Map();
const failures = [];

function count(report) {
  for (const suite of report.testResults) {
    const row = perProject.get(projectOf(suite.name)) ?? { passed: 0, failed: 0, seconds: 0 };
    row.seconds += (suite.endTime - suite.startTime) / 1000 || 0;
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') row.passed += 1;
      else if (test.status === 'failed') row.failed += 1;
    }
    if (suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed')) row.failed += 1;
    if (suite.status === 'failed') failures.push(suite.message);
    perProject.set(projectOf(suite.name), row);
  }
}

async function step(name) {
  const startedAt = performance.now();
  try {
    const outcome = await steps[name]();
    if (name in tests) count(outcome);
    const bad = name in tests && !outcome.success;
    say(`${name} ${bad ? 'FAILED' : 'ok'} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
    return !bad;
  } catch (error) {
    say(`${name} FAILED`);
    failures.push(
      error instanceof CommandFailedError ? `${error.message}\n${error.output}` : (error.stack ?? String(error)),
    );
    return false;
  }
}

/** What the steps stand on; without it there is one clear message and nothing is run. */
async function prepare() {
  try {
    await ensureDependencies(say);
    return await ensureNatsServer(say);
  } catch (error) {
    console.error(`cannot prepare the tests: ${error.message}${error.output ? `\n${error.output}` : ''}`);
    process.exit(1);
  }
}

const nats = await prepare();
mkdirSync(inRoot('tmp'), { recursive: true });

/** Each row after the one before; the columns of a row, each a sequence of steps, side by side: they use a core each. */
const PLAN = [[['lint'], ['format', 'types', 'build']], [['unit', 'int', 'e2e']]];

async function inTurn(names) {
  let isGreen = true;
  for (const name of names) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    isGreen = (await step(name)) && isGreen;
  }
  return isGreen;
}

let isGreen = true;
for (const columns of PLAN) isGreen = (await Promise.all(columns.map(inTurn))).every(Boolean) && isGreen;

for (const text of failures) console.log(`\n${text}`);
const total = { passed: 0, failed: 0 };
for (const [project, { passed, failed, seconds }] of [...perProject].sort()) {
  total.passed += passed;
  total.failed += failed;
  console.log(
    `${project.padEnd(20)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`,
  );
}
if (!isGreen && total.failed === 0) total.failed = 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(isGreen ? 0 : 1);
