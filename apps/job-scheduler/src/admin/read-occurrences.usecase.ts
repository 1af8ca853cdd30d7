import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { comingDueTimes } from '../schedules/coming-due-times.js';
import { isPausedAt } from '../schedules/pause.js';
import { toText } from '../storage/instant.js';
import { timingOf } from '../storage/jobs.repository.js';
import { listOccurrences, type OccurrenceFilter } from '../storage/occurrences.repository.js';
import { listPauses } from '../storage/pauses.repository.js';
import { DATABASE } from '../tokens.js';
import { cutPage } from './cut-page.js';
import { toOccurrenceView } from './occurrence.mapper.js';
import { requireJob } from './require-job.js';

/** What became of the due times of a job, and which are to come. */
@Injectable()
export class ReadOccurrences {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** `next_until` is the `until` of the next page; null on the last. */
  past(jobId: string, filter: OccurrenceFilter, limit: number) {
    return this.database.snapshot(async (reader) => {
      await requireJob(reader, jobId);
      const found = await listOccurrences(reader, jobId, filter, limit + 1);
      const { rows, last } = cutPage(found, limit);
      return { occurrences: rows.map(toOccurrenceView), next_until: last?.dueAt ?? null };
    });
  }

  coming(jobId: string, count: number) {
    return this.database.snapshot(async (reader) => {
      const { declaration, nextRunAt } = await requireJob(reader, jobId);
      const pause = (await listPauses(reader)).get(jobId);
      return comingDueTimes(timingOf(declaration), nextRunAt, count).map(({ dueAt, source, isEstimated }) => ({
        due_at: toText(dueAt),
        ...{ source, is_estimated: isEstimated },
        is_paused: pause !== undefined && isPausedAt(pause, dueAt),
      }));
    });
  }
}
