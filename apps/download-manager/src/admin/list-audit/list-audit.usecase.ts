import { Inject, Injectable } from '@nestjs/common';
import { type Database, type Reader } from '@pezzottify/persistence';
import { toQueueItem } from '../../intake/request-view/request-view.mapper.js';
import { auditEntries, type AuditFilter, auditOfItem, countAuditEntries } from '../../storage/audit-log.repository.js';
import { findQueueItem } from '../../storage/views.repository.js';
import { QUEUE_DATABASE } from '../../tokens.js';
import { ItemUnknownError } from '../admin.errors.js';
import { type Page } from '../list-requests/list-requests.usecase.js';
import { toAuditEntryView } from './audit-entry-view.mapper.js';
import { type AuditPage, type ItemAudit } from './audit-entry.view.js';

/** What happened, and who did it. Entries outlive their items. */
@Injectable()
export class ListAudit {
  constructor(@Inject(QUEUE_DATABASE) private readonly database: Database) {}

  page(filter: AuditFilter, page: Page): Promise<AuditPage> {
    return this.database.snapshot(async (reader) => {
      const rows = await auditEntries(reader, filter, page);
      const count = await countAuditEntries(reader, filter);
      const has_more = page.offset + rows.length < count;
      return { entries: rows.map(toAuditEntryView), total_count: count, has_more };
    });
  }

  ofItem(itemId: string): Promise<ItemAudit> {
    return this.database.snapshot((reader) => this.readItem(reader, itemId));
  }

  private async readItem(reader: Reader, itemId: string): Promise<ItemAudit> {
    const item = await findQueueItem(reader, itemId);
    const rows = await auditOfItem(reader, itemId);
    if (!item && rows.length === 0) throw new ItemUnknownError();
    return { queue_item: item ? toQueueItem(item) : null, events: rows.map(toAuditEntryView) };
  }
}
