import { CodedError } from '@pezzottify/contracts';

export const unknownJob = (jobId: string): CodedError =>
  new CodedError('NOT_FOUND', `there is no job ${JSON.stringify(jobId.slice(0, 100))}; GET /v1/admin/jobs lists them`);
