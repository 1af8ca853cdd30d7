import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Metrics } from '@pezzottify/observability';
import { METRICS } from '../tokens.js';
import { type AuditEntry } from './audit-events.js';
import { type Effects } from './effects.js';
import { TransitionJournal } from './transition-journal.js';

const DURATION_BUCKETS = [1, 5, 10, 30, 60, 120, 300];

/** Counts what the journal has committed. */
@Injectable()
export class TransitionsCollector implements OnModuleInit {
  private readonly audited;
  private readonly processed;
  private readonly durations;
  private readonly requests;

  constructor(
    private readonly journal: TransitionJournal,
    @Inject(METRICS) metrics: Metrics,
  ) {
    this.audited = metrics.counter('download_audit_events_total', 'Entries of the download audit log', ['event_type']);
    this.processed = metrics.counter('download_processed_total', 'Items that came to an end by being worked on', [
      'content_type',
      'result',
    ]);
    this.durations = metrics.histogram(
      'download_processing_duration_seconds',
      'How long completed items took',
      ['content_type'],
      DURATION_BUCKETS,
    );
    this.requests = metrics.counter('download_user_requests_total', 'Accepted requests of users', ['request_type']);
  }

  onModuleInit(): void {
    this.journal.onCommitted((effects) => this.count(effects));
  }

  private count({ audit, notices }: Effects): void {
    for (const entry of audit) this.countEntry(entry);
    for (const notice of notices) {
      if (notice.kind === 'user_requested') this.requests.inc({ request_type: notice.requestType });
    }
  }

  private countEntry(entry: AuditEntry): void {
    this.audited.inc({ event_type: entry.eventType.toLowerCase() });
    if (entry.eventType !== 'DOWNLOAD_FAILED' && entry.eventType !== 'DOWNLOAD_COMPLETED') return;
    const content_type = entry.contentType.toLowerCase();
    if (entry.eventType === 'DOWNLOAD_FAILED') {
      this.processed.inc({ content_type, result: 'failure' });
      return;
    }
    this.processed.inc({ content_type, result: 'success' });
    this.durations.observe({ content_type }, entry.details.duration_ms / 1000);
  }
}
