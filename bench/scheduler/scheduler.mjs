#!/usr/bin/env node
/**
 * How soon does a job begin, how punctual are very many of them, and does the scheduler stay small?
 *
 *   node bench/scheduler/scheduler.mjs [--runs 100000] [--minutes 2] [--only hooks|burst|memory|minutes]
 *
 * 1. A hook is raised; how long until the code of a job begins, with 50 jobs known: for one job that wants the hook, and
 *    for all 50 at once. The hook is recorded as services do it, with its outbox row on disk.
 * 2. 10,000 hooks at once for a job that runs: how many runs they become, and how long until all are dealt with.
 * 3. Runs one after another and side by side, as many as --runs: the resident memory on the way.
 * 4. 1,000 jobs that are due every minute, for --minutes: how late their code begins, and what the scheduler needs of a core
 *    between the minutes and in all.
 */
import { parseArgs } from 'node:util';
import { run } from '../../tools/setup/run.mjs';
import { startScheduler } from './job-scheduler.mjs';
import { startHost } from './host.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '2' },
    only: { type: 'string' },
  },
});
const RUNS = Number(values.runs);
const MINUTES = Number(values.minutes);

const percentile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;

function show(what, millis) {
  const sorted = [...millis].sort((a, b) => a - b);
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => percentile(sorted, share).toFixed(1));
  console.log(`${what}: median ${p50} ms, p99 ${p99} ms, longest ${max} ms (${sorted.length} starts)`);
}

async function hooks(host) {
  for (const [what, wanted] of [
    ['one of 50 jobs', 1],
    ['all of 50 jobs', 50],
  ]) {
    const jobs = Array.from({ length: 50 }, (_, n) => ({
      id: `job_${n}`,
      schedule: { hooks: [n < wanted ? 'OnCatalogChange' : 'OnUserCreated'] },
    }));
    await host.announce(jobs);
    const millis = [];
    for (let round = 0; round < 5 + 1000 / wanted; round += 1) {
      const times = await host.raise('OnCatalogChange', wanted);
      if (round >= 5) millis.push(...times);
    }
    show(`from the hook to the code, ${what}`, millis);
  }
}

async function burst(host) {
  await host.announce([{ id: 'burst', schedule: { hooks: ['OnCatalogChange'] } }]);
  const from = performance.now();
  const count = await host.burst('OnCatalogChange', 10_000);
  console.log(
    `10,000 hooks at once: ${count} runs, ${((performance.now() - from) / 1000).toFixed(1)} s until all were dealt with`,
  );
}

async function memory(host, scheduler) {
  const jobs = Array.from({ length: 50 }, (_, n) => ({ id: `job_${n}`, schedule: { hooks: ['OnCatalogChange'] } }));
  await host.announce(jobs);
  const rounds = Math.ceil(RUNS / jobs.length);
  const from = performance.now();
  for (let round = 0; round <= rounds; round += 1) {
    await host.raise('OnCatalogChange', jobs.length);
    if (round % Math.ceil(rounds / 10) === 0)
      console.log(`  after ${round * jobs.length} runs: ${scheduler.megabytes().toFixed(0)} MB resident`);
  }
  const perSecond = (rounds * jobs.length) / ((performance.now() - from) / 1000);
  console.log(`${rounds * jobs.length} runs, ${perSecond.toFixed(0)} a second`);
}

const untilSecond = (second) => {
  const now = Date.now() / 1000;
  return new Promise((resolve) => setTimeout(resolve, ((60 + second - (now % 60)) % 60) * 1000));
};

async function minutes(host, scheduler) {
  const jobs = Array.from({ length: 1000 }, (_, n) => ({ id: `minutely_${n}`, schedule: { cron: '* * * * *' } }));
  await untilSecond(5);
  await host.announce(jobs);
  await untilSecond(55);
  const [from, cpu] = [performance.now(), scheduler.cpuSeconds()];
  for (let minute = 0; minute < MINUTES; minute += 1) {
    host.forget();
    await untilSecond(25);
    const [idleFrom, idleCpu] = [performance.now(), scheduler.cpuSeconds()];
    await untilSecond(55);
    const share = (scheduler.cpuSeconds() - idleCpu) / ((performance.now() - idleFrom) / 1000);
    show(`1,000 jobs due at the full minute, late by`, host.lateness());
    console.log(`  between the minutes: ${(share * 100).toFixed(1)} % of a core`);
  }
  const share = (scheduler.cpuSeconds() - cpu) / ((performance.now() - from) / 1000);
  console.log(
    `over whole minutes: ${(share * 100).toFixed(1)} % of a core, ${scheduler.megabytes().toFixed(0)} MB resident`,
  );
}

await run('nx', ['build', 'job-scheduler'], { quiet: true });
const scheduler = await startScheduler();
const host = await startHost(scheduler);
try {
  for (const [name, measure] of Object.entries({ hooks, burst, memory, minutes }))
    if (values.only === undefined || values.only === name) await measure(host, scheduler);
} finally {
  await host.stop();
  await scheduler.stop();
}
