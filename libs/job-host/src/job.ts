import { type JobDeclaration, type JobParameters } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';
import { type TObject } from 'typebox';

/** What a running job is given. */
export interface JobContext<Parameters extends JobParameters = JobParameters> {
  /** Aborts on cancel, timeout and shutdown; a job checks it between its bounded batches. */
  readonly signal: AbortSignal;
  /** An admin triggered the run with `force=true`. */
  readonly isForced: boolean;
  /** `schedule`, `manual` or `hook:<name>`. */
  readonly triggeredBy: string;
  /** Checked against the schema of the job; empty unless an admin gave some. */
  readonly parameters: Parameters;
  readonly logger: Logger;
  /** `fraction` from 0 to 1, or null when the size of the work is unknown; sent with the next heartbeat. */
  progress(fraction: number | null, text: string): void;
}

/** A background job, declared in code by the service that owns the data it works on. */
export interface Job<Parameters extends JobParameters = JobParameters> {
  readonly declaration: Omit<JobDeclaration, 'parameters'>;
  /** What an admin may hand a run; every key is optional, because a due time and a hook bring none. Others are refused. */
  readonly parameters?: TObject;
  /** Resolves with a short summary for the history, rejects when the run failed. */
  run(context: JobContext<Parameters>): Promise<string | undefined>;
}
