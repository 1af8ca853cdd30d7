import { type Reader, type WriteTransaction } from '@pezzottify/persistence';
import { type BandwidthSum } from '../../bandwidth/bandwidth-sums.js';
import { type Days } from '../../utc-days.js';

export interface CategoryBandwidth {
  readonly category: string;
  readonly bytesSent: number;
  readonly requestCount: number;
}

export interface BandwidthRow extends CategoryBandwidth {
  readonly userId: number;
  readonly date: number;
}

/** Joined to the users: one who is gone by now has no bandwidth either, and must not hold up that of the others. */
const ADD = `INSERT INTO bandwidth_usage (user_id, date, endpoint_category, bytes_sent, request_count, updated)
  SELECT u.id, s.value ->> 'date', s.value ->> 'category', s.value ->> 'bytesSent', s.value ->> 'requestCount', ?2
  FROM json_each(?1) s JOIN user u ON u.id = s.value ->> 'userId' WHERE true
  ON CONFLICT (user_id, date, endpoint_category) DO UPDATE SET bytes_sent = bytes_sent + excluded.bytes_sent,
    request_count = request_count + excluded.request_count, updated = excluded.updated`;

/** All of them in one statement. */
export async function addBandwidth(tx: WriteTransaction, sums: readonly BandwidthSum[], now: number): Promise<void> {
  await tx.run(ADD, [JSON.stringify(sums), now]);
}

const ROWS = `SELECT user_id AS userId, date, endpoint_category AS category, bytes_sent AS bytesSent,
  request_count AS requestCount FROM bandwidth_usage`;
const BY_CATEGORY = `SELECT endpoint_category AS category, sum(bytes_sent) AS bytesSent,
  sum(request_count) AS requestCount FROM bandwidth_usage`;

/** Of one user or, without one, of all: by user, the newest day first, by category. */
export const bandwidthRows = (reader: Reader, range: Days, userId: number | null): Promise<BandwidthRow[]> =>
  inRange(reader, ROWS, range, userId, 'ORDER BY user_id, date DESC, endpoint_category');

/** Of one user or, without one, of all. */
export const bandwidthByCategory = (reader: Reader, range: Days, userId: number | null): Promise<CategoryBandwidth[]> =>
  inRange(reader, BY_CATEGORY, range, userId, 'GROUP BY endpoint_category ORDER BY endpoint_category');

function inRange<Row>(
  reader: Reader,
  select: string,
  { firstDate, lastDate }: Days,
  userId: number | null,
  end: string,
): Promise<Row[]> {
  const where = userId === null ? '' : 'user_id = ?3 AND';
  const params = [firstDate, lastDate, ...(userId === null ? [] : [userId])];
  return reader.all<Row>(`${select} WHERE ${where} date BETWEEN ?1 AND ?2 ${end}`, params);
}
