import { type Metrics } from '@pezzottify/observability';
import { type AnsweredRequest } from './answered-request.js';

const DURATION_BUCKETS = [0.001, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10];

/** Section 11 of the HTTP contract: requests, durations, and errors the service is to blame for. */
export class HttpMetricsCollector {
  private readonly requests;
  private readonly durations;
  private readonly errors;

  constructor(metrics: Metrics) {
    this.requests = metrics.counter('http_requests_total', 'Answered requests', ['method', 'path', 'status']);
    this.durations = metrics.histogram(
      'http_request_duration_seconds',
      'Time from the request line to the end of the answer',
      ['method', 'path'],
      DURATION_BUCKETS,
    );
    this.errors = metrics.counter('errors_total', 'Answers with a status of 500 and above', ['error_type', 'endpoint']);
  }

  record({ method, path, status, seconds, code }: AnsweredRequest): void {
    this.requests.inc({ method, path, status: String(status) });
    this.durations.observe({ method, path }, seconds);
    if (status >= 500) this.errors.inc({ error_type: code ?? 'INTERNAL', endpoint: path });
  }
}
