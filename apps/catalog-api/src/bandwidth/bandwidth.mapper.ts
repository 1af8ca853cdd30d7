import { type BandwidthRow, type CategoryBandwidth } from '../storage/user/bandwidth.repository.js';
import { type BandwidthSummary } from './read-bandwidth.usecase.js';

/** The answers of section 6.3 of the HTTP contract. */

const amounts = ({ bytesSent, requestCount }: CategoryBandwidth) => ({
  bytes_sent: bytesSent,
  request_count: requestCount,
});

export const summaryJson = ({ userId, categories }: BandwidthSummary) => ({
  user_id: userId,
  total_bytes_sent: categories.reduce((sum, { bytesSent }) => sum + bytesSent, 0),
  total_requests: categories.reduce((sum, { requestCount }) => sum + requestCount, 0),
  by_category: Object.fromEntries(categories.map((one) => [one.category, amounts(one)])),
});

export const usageJson = (row: BandwidthRow) => ({
  user_id: row.userId,
  date: row.date,
  endpoint_category: row.category,
  ...amounts(row),
});
