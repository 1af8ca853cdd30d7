import { CodedError } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';
import { findJob, type KnownJob } from '../storage/jobs.repository.js';

/** The job with this id; throws NOT_FOUND for one nobody has announced. */
export async function requireJob(reader: Reader, jobId: string): Promise<KnownJob> {
  const job = await findJob(reader, jobId);
  if (job) return job;
  const shown = JSON.stringify(jobId.slice(0, 100));
  throw new CodedError('NOT_FOUND', `there is no job ${shown}; GET /v1/admin/jobs lists them`);
}
