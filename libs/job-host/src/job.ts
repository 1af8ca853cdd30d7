import { type JobDeclaration } from '@pezzottify/contracts';
import { type Logger } from '@pezzottify/observability';

/** What a running job is given. */
export interface JobContext {
  /** Aborts on cancel, timeout and shutdown; a job checks it between its bounded batches. */
  readonly signal: AbortSignal;
  /** An admin triggered the run with `force=true`. */
  readonly isForced: boolean;
  /** `schedule`, `manual` or `hook:<name>`. */
  readonly triggeredBy: string;
  readonly logger: Logger;
  /** `fraction` from 0 to 1, or null when the size of the work is unknown; sent with the next heartbeat. */
  progress(fraction: number | null, text: string): void;
}

/** A background job, declared in code by the service that owns the data it works on. */
export interface Job {
  readonly declaration: JobDeclaration;
  /** Resolves with a short summary for the history, rejects when the run failed. */
  run(context: JobContext): Promise<string | undefined>;
}
