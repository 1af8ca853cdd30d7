import { describe, expect, it } from '@jest/globals';
import { keepReport, reportOf } from './chaos-report.js';
import { ChaosRun } from './chaos-run.js';
import { chaosSettings } from './settings.js';

const settings = chaosSettings();
/** Beside the faults: starting, coming to rest, looking at everything. */
const REST_MS = 300_000;

describe('a household in which something breaks every second', () => {
  it(
    'ends every request, and nothing is lost, doubled or partial',
    async () => {
      const run = await ChaosRun.prepare(settings);
      await run.execute().catch((error: unknown) => void run.problems.push(String(error)));
      await keepReport(settings, run);
      if (run.problems.length > 0) throw new Error(reportOf(settings, run));
      expect(run.summary).toContain('requests COMPLETED');
    },
    settings.seconds * 1000 + REST_MS,
  );
});
