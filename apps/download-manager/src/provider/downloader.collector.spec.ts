import { describe, expect, it } from '@jest/globals';
import { Metrics } from '@pezzottify/observability';
import { DownloaderCollector } from './downloader.collector.js';

describe('the downloader metrics', () => {
  it('count requests, failures by type, time and media bytes', async () => {
    const metrics = new Metrics();
    const collector = new DownloaderCollector(metrics);
    collector.requestEnded({ operation: 'search', seconds: 0.3, errorType: null });
    collector.requestEnded({ operation: 'download_audio', seconds: 3, errorType: 'corruption' });
    collector.bytesReceived('audio', 500);
    const text = await metrics.registry.metrics();
    for (const line of [
      'pezzottify_downloader_requests_total{operation="search",status="success"} 1',
      'pezzottify_downloader_requests_total{operation="download_audio",status="error"} 1',
      'pezzottify_downloader_errors_total{operation="download_audio",error_type="corruption"} 1',
      'pezzottify_downloader_request_duration_seconds_bucket{le="0.5",operation="search"} 1',
      'pezzottify_downloader_request_duration_seconds_bucket{le="0.1",operation="search"} 0',
      'pezzottify_downloader_bytes_total{content_type="audio"} 500',
    ]) {
      expect(text).toContain(line);
    }
  });
});
