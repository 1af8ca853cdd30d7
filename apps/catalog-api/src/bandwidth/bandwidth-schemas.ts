import { integer, listOf, nullable, objectOf, type Schema, wordOf } from '@pezzottify/http-edge';
import { ENDPOINT_CATEGORIES } from '../gateway/bandwidth/endpoint-category.js';

const AMOUNTS = { bytes_sent: integer, request_count: integer };

const BY_CATEGORY: Schema = {
  type: 'object',
  additionalProperties: objectOf(AMOUNTS),
  description: `Of ${ENDPOINT_CATEGORIES.join(', ')} those with requests`,
};

export const BANDWIDTH_SUMMARY = objectOf({
  user_id: nullable(integer),
  total_bytes_sent: integer,
  total_requests: integer,
  by_category: BY_CATEGORY,
});

export const BANDWIDTH_USAGE = listOf(
  objectOf({ user_id: integer, date: integer, endpoint_category: wordOf(ENDPOINT_CATEGORIES), ...AMOUNTS }),
);
