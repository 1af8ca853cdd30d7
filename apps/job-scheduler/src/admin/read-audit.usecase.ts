import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { listAudit, type AuditEntry, type AuditFilter } from '../storage/audit.repository.js';
import { DATABASE } from '../tokens.js';

@Injectable()
export class ReadAudit {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async execute({ jobId = '', action }: AuditFilter, page: { limit: number; offset: number }) {
    const filter = { jobId: jobId === '' ? null : jobId, action: action ?? null };
    const { entries, total } = await this.database.snapshot((reader) => listAudit(reader, filter, page));
    return {
      entries: entries.map(toEntryView),
      total_count: total,
      has_more: page.offset + entries.length < total,
    };
  }
}

const toEntryView = ({ id, at, userId, userHandle, action, jobId, runId, details }: AuditEntry) => ({
  ...{ id, timestamp: at, user_id: userId, user_handle: userHandle, action },
  ...{ job_id: jobId, run_id: runId },
  details: JSON.parse(details) as unknown,
});
