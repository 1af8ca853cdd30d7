import { type JobRun, type RunDetails, type RunStatus } from '../storage/run-history.repository.js';

/** The shapes of section 6.1 of the HTTP contract. */
export interface JobRunView {
  readonly run_id: number;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly status: RunStatus;
  readonly outcome: 'Running' | 'Success' | 'Failed' | null;
  readonly error_message: string | null;
  readonly triggered_by: string;
}

const OUTCOMES: Readonly<Record<RunStatus, JobRunView['outcome']>> = {
  running: 'Running',
  completed: 'Success',
  failed: 'Failed',
  missed: null,
  skipped: null,
  suppressed: null,
};

export const toRunView = (run: JobRun): JobRunView => ({
  run_id: run.id,
  started_at: run.startedAt,
  finished_at: run.finishedAt,
  status: run.status,
  outcome: OUTCOMES[run.status],
  error_message: run.errorMessage,
  triggered_by: run.triggeredBy,
});

/** `log_tail` is empty while nothing was logged; `parameters` is empty when none were given. */
export const toRunDetails = (run: RunDetails) => ({
  ...toRunView(run),
  due_at: run.dueAt,
  host: run.host,
  is_forced: run.isForced === 1,
  parameters: parsed(run.parameters) ?? {},
  progress: parsed(run.progress),
  log_tail: parsed(run.logTail) ?? [],
  summary: run.summary,
  error_class: run.errorClass,
  cancel_requested_at: run.cancelRequestedAt,
});

const parsed = (json: string | null): unknown => (json === null ? null : (JSON.parse(json) as unknown));
