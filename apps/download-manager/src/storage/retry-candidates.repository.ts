import { type DownloadContentType, type DownloadErrorType } from '@pezzottify/contracts';
import { type Reader } from '@pezzottify/persistence';
import { type Conditions, conditionsOf } from './conditions.js';
import { CANDIDATE, type CandidateRow, type RetryCandidate, toCandidate } from './retries.repository.js';

/** What is undefined is not asked for; the rest combines with "and". Both instants are included: when items failed. */
export interface FailedFilter {
  readonly contentType?: DownloadContentType | undefined;
  readonly errorType?: DownloadErrorType | undefined;
  readonly userId?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

const CONDITIONS: Conditions<FailedFilter> = {
  contentType: 'q.content_type = ?',
  errorType: 'q.error_type = ?',
  userId: 'q.requested_by_user_id = ?',
  since: 'q.completed_at >= ?',
  until: 'q.completed_at <= ?',
};

/** A later item of the same content has taken the place of this one: its failure is history. */
const isLatest = (item: string): string => `NOT EXISTS (
  SELECT 1 FROM download_queue l INDEXED BY download_queue_content
  WHERE l.content_type = ${item}.content_type AND l.content_id = ${item}.content_id
    AND l.parent_id IS NULL AND l.rowid > ${item}.rowid)`;

const WITH_ITS_ALBUM = `(q.parent_id IS NULL AND ${isLatest('q')})
  OR (p.status IN ('FAILED', 'IN_PROGRESS') AND ${isLatest('p')})`;

/**
 * FAILED items that can be tried again together, those that failed first before the others. Of several with the same
 * content, and of the children of several albums that are the same, only the latest.
 */
export async function failedCandidates(reader: Reader, filter: FailedFilter, limit: number): Promise<RetryCandidate[]> {
  const asked = conditionsOf(CONDITIONS, filter);
  const conditions = [`q.status = 'FAILED'`, asked.sql, `(${WITH_ITS_ALBUM})`];
  const rows = await reader.all<CandidateRow>(
    `SELECT * FROM (${CANDIDATE} WHERE ${conditions.join(' AND ')} ORDER BY q.completed_at, q.rowid)
     WHERE isTaken = 0 LIMIT ?`,
    [...asked.values, limit],
  );
  return rows.map(toCandidate);
}
