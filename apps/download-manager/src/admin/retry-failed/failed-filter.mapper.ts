import { type FailedFilter } from '../../storage/retry-candidates.repository.js';
import { type RetryFailedBody } from './retry-failed.body.js';

export const toFailedFilter = (body: RetryFailedBody): FailedFilter => ({
  contentType: body.content_type ?? undefined,
  errorType: body.error_type ?? undefined,
  userId: body.user_id ?? undefined,
  since: body.since ?? undefined,
  until: body.until ?? undefined,
});
