import { Inject, Injectable } from '@nestjs/common';
import { type Metrics } from '@pezzottify/observability';
import { METRICS } from '../tokens.js';
import { RunEvents } from './run-events.js';

/** `background_job_executions_total` of the HTTP contract, from the events of ended runs. */
@Injectable()
export class RunsCollector {
  constructor(@Inject(METRICS) metrics: Metrics, events: RunEvents) {
    const executions = metrics.counter('background_job_executions_total', 'Runs of background jobs that ended', [
      'job_id',
      'status',
    ]);
    events.onEnded((jobId, result) => executions.inc({ job_id: jobId, status: result }));
  }
}
