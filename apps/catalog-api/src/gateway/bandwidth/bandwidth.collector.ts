import { type AnsweredRequest } from '@pezzottify/http-edge';
import { type Metrics } from '@pezzottify/observability';
import { endpointCategoryOf } from './endpoint-category.js';

/** Whoever asks whether the service lives does so every few seconds, and is no client. */
const HEALTH = '/health/';

/** `bandwidth_bytes_total` and `bandwidth_requests_total` of the HTTP contract: bytes of bodies, as far as they went. */
export function bandwidth(metrics: Metrics): (answered: AnsweredRequest) => void {
  const bytes = metrics.counter('bandwidth_bytes_total', 'Bytes of request and response bodies', [
    'endpoint_category',
    'direction',
  ]);
  const requests = metrics.counter('bandwidth_requests_total', 'Answered requests', ['endpoint_category']);
  return ({ path, requestBytes, responseBytes }) => {
    if (path.startsWith(HEALTH)) return;
    const endpoint_category = endpointCategoryOf(path);
    requests.inc({ endpoint_category });
    bytes.inc({ endpoint_category, direction: 'request' }, requestBytes);
    bytes.inc({ endpoint_category, direction: 'response' }, responseBytes);
  };
}
