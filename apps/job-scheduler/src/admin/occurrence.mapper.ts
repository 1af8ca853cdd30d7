import { toMillis } from '../storage/instant.js';
import { type Occurrence } from '../storage/occurrences.repository.js';

const NO_RUN: ReadonlySet<string> = new Set(['missed', 'skipped', 'suppressed']);

/** `run_id` is null where there was no run. */
export const toOccurrenceView = ({ dueAt, status, runId, runStatus, startedAt, message }: Occurrence) => {
  const isRun = !NO_RUN.has(status);
  return {
    due_at: dueAt,
    status,
    reason: isRun ? lateness(status, dueAt, startedAt) : message,
    run_id: isRun ? runId : null,
    run_status: isRun ? runStatus : null,
  };
};

const lateness = (status: string, dueAt: string, startedAt: string): string | null =>
  status === 'late' ? `began ${Math.round((toMillis(startedAt) - toMillis(dueAt)) / 1000)} s after its time` : null;
