import { type Reader } from '@pezzottify/persistence';

/** All items, children too. */
export interface QueueCounts {
  readonly pending: number;
  readonly inProgress: number;
  readonly retryWaiting: number;
  readonly completedToday: number;
  readonly failedToday: number;
}

const active = (status: string): string =>
  `(SELECT count(*) FROM download_queue INDEXED BY download_queue_status WHERE status = '${status}')`;

const finishedSince = (status: string): string =>
  `(SELECT count(*) FROM download_queue INDEXED BY download_queue_completed
    WHERE completed_at >= ?1 AND status = '${status}')`;

const COUNTS = `SELECT ${active('PENDING')} AS pending, ${active('IN_PROGRESS')} AS inProgress,
  ${active('RETRY_WAITING')} AS retryWaiting, ${finishedSince('COMPLETED')} AS completedToday,
  ${finishedSince('FAILED')} AS failedToday`;

export async function queueCounts(reader: Reader, dayStart: number): Promise<QueueCounts> {
  const none = { pending: 0, inProgress: 0, retryWaiting: 0, completedToday: 0, failedToday: 0 };
  return (await reader.get<QueueCounts>(COUNTS, [dayStart])) ?? none;
}

/** Of media items that ended since `since`; null without any. */
export interface ProcessingFigures {
  readonly averageDurationMs: number | null;
  readonly successRatePercent: number | null;
}

export async function processingFigures(reader: Reader, since: number): Promise<ProcessingFigures> {
  const figures = await reader.get<ProcessingFigures>(
    `SELECT avg(processing_duration_ms) FILTER (WHERE status = 'COMPLETED') AS averageDurationMs,
       100.0 * count(*) FILTER (WHERE status = 'COMPLETED') / nullif(count(*), 0) AS successRatePercent
     FROM download_queue INDEXED BY download_queue_completed
     WHERE completed_at > ? AND content_type <> 'ALBUM' AND status IN ('COMPLETED', 'FAILED')`,
    [since],
  );
  return figures ?? { averageDurationMs: null, successRatePercent: null };
}
