import { type Metrics } from '@pezzottify/observability';
import { type ProviderObserver, type ProviderRequestEnded } from './provider.observer.js';

const BUCKETS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120];

/** Turns what happens between us and the provider into the `downloader_*` metrics. */
export class DownloaderCollector implements ProviderObserver {
  private readonly requests;
  private readonly durations;
  private readonly errors;
  private readonly bytes;

  constructor(metrics: Metrics) {
    this.requests = metrics.counter('downloader_requests_total', 'Requests to the downloader', ['operation', 'status']);
    this.durations = metrics.histogram(
      'downloader_request_duration_seconds',
      'Time until the answer of the downloader was complete',
      ['operation'],
      BUCKETS,
    );
    this.errors = metrics.counter('downloader_errors_total', 'Failed requests to the downloader', [
      'operation',
      'error_type',
    ]);
    this.bytes = metrics.counter('downloader_bytes_total', 'Media bytes received', ['content_type']);
  }

  requestEnded({ operation, seconds, errorType }: ProviderRequestEnded): void {
    this.requests.inc({ operation, status: errorType === null ? 'success' : 'error' });
    this.durations.observe({ operation }, seconds);
    if (errorType !== null) this.errors.inc({ operation, error_type: errorType });
  }

  bytesReceived(kind: 'audio' | 'image', bytes: number): void {
    this.bytes.inc({ content_type: kind }, bytes);
  }
}
