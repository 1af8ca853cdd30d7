import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { findJob, listJobs } from '../storage/jobs.repository.js';
import { lastRuns, runHistory } from '../storage/run-history.repository.js';
import { DATABASE } from '../tokens.js';
import { toJobInfo, toRunView } from './job-info.mapper.js';
import { unknownJob } from './unknown-job.js';

/** What admins see of jobs: each answer is one consistent read. */
@Injectable()
export class ReadJobs {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  list() {
    return this.database.snapshot(async (reader) => {
      const runs = await lastRuns(reader);
      return (await listJobs(reader)).map((job) => toJobInfo(job, runs.get(job.id)));
    });
  }

  one(jobId: string) {
    return this.database.snapshot(async (reader) => {
      const job = await findJob(reader, jobId);
      if (!job) throw unknownJob(jobId);
      return toJobInfo(job, (await lastRuns(reader)).get(jobId));
    });
  }

  history(jobId: string, limit: number) {
    return this.database.snapshot(async (reader) => {
      if (!(await findJob(reader, jobId))) throw unknownJob(jobId);
      return (await runHistory(reader, jobId, limit)).map(toRunView);
    });
  }
}
