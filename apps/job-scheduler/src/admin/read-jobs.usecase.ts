import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { listJobs } from '../storage/jobs.repository.js';
import { listPauses } from '../storage/pauses.repository.js';
import { findRun, lastRuns, runHistory, type HistoryPage } from '../storage/run-history.repository.js';
import { CLOCK, DATABASE } from '../tokens.js';
import { cutPage } from './cut-page.js';
import { untilPlace } from './history-until.js';
import { toJobInfo } from './job-info.mapper.js';
import { toRunDetails, toRunView } from './run.mapper.js';
import { requireJob } from './require-job.js';

/** What admins see of jobs: each answer is one consistent read. */
@Injectable()
export class ReadJobs {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  list() {
    return this.database.snapshot(async (reader) => {
      const surroundings = { runs: await lastRuns(reader), pauses: await listPauses(reader), now: this.clock.millis() };
      return (await listJobs(reader)).map((job) => toJobInfo(job, surroundings));
    });
  }

  one(jobId: string) {
    return this.database.snapshot(async (reader) => {
      const job = await requireJob(reader, jobId);
      const surroundings = { runs: await lastRuns(reader), pauses: await listPauses(reader), now: this.clock.millis() };
      return toJobInfo(job, surroundings);
    });
  }

  /** `next_until` is the `until` of the next page; null on the last. */
  history(jobId: string, page: HistoryPage) {
    return this.database.snapshot(async (reader) => {
      await requireJob(reader, jobId);
      const found = await runHistory(reader, jobId, { ...page, limit: page.limit + 1 });
      const { rows, last } = cutPage(found, page.limit);
      return { history: rows.map(toRunView), next_until: last ? untilPlace(last) : null };
    });
  }

  run(jobId: string, runId: number) {
    return this.database.snapshot(async (reader) => {
      await requireJob(reader, jobId);
      const run = await findRun(reader, jobId, runId);
      if (!run) throw new CodedError('NOT_FOUND', `the job "${jobId}" has no run ${runId}`);
      return toRunDetails(run);
    });
  }
}
