import { type RateBucket } from '@pezzottify/access';
import { type Metrics } from '@pezzottify/observability';

/** Told of each request that a limit refused, and of whom the limit counts. */
export type RateLimitListener = (bucket: RateBucket, by: 'user' | 'ip' | 'handle') => void;

/** `rate_limit_hits_total` of the HTTP contract. */
export function rateLimitHits(metrics: Metrics): RateLimitListener {
  const hits = metrics.counter('rate_limit_hits_total', 'Requests refused by a rate limit', [
    'endpoint',
    'identifier_type',
  ]);
  return (bucket, by) => {
    hits.inc({ endpoint: bucket, identifier_type: by });
  };
}
