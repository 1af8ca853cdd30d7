import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ChaosRun } from './chaos-run.js';
import { type ChaosSettings } from './settings.js';

const FOLDER = fileURLToPath(new URL('../../../../tmp/chaos', import.meta.url));
const MOST_PROBLEMS = 60;

/** What it takes to have the same faults again, and to see what they met. */
export function reportOf({ seed, albums, seconds }: ChaosSettings, run: ChaosRun): string {
  const again = `node bench/chaos/chaos.mjs --albums ${albums} --minutes ${seconds / 60} --seed ${seed}`;
  return [
    `seed ${seed}, again with: ${again}`,
    `${run.problems.length} problems`,
    ...run.problems.slice(0, MOST_PROBLEMS).map((problem) => `- ${problem}`),
    run.summary,
    `memory at most: ${run.memory.toString()}`,
    run.diary.toString(),
  ].join('\n');
}

/** Beside the report: the logs and databases of a run that failed. */
export async function keepReport(settings: ChaosSettings, run: ChaosRun): Promise<void> {
  const folder = join(FOLDER, `seed-${settings.seed}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'report.txt'), `${reportOf(settings, run)}\n`);
  if (run.problems.length === 0) return;
  await cp(run.household.folders.db, join(folder, 'db'), { recursive: true });
  for (const { name, service } of run.victims) await writeFile(join(folder, `${name}.log`), service.output);
}
