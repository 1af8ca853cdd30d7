import { Inject, Injectable } from '@nestjs/common';
import { type Database, type Reader } from '@pezzottify/persistence';
import { RequestViews } from '../../intake/request-view/request-views.js';
import { type ItemFilter, listItems } from '../../storage/views.repository.js';
import { QUEUE_DATABASE } from '../../tokens.js';
import { type ListedItem } from './listed-item.view.js';

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

/** Items of everyone, a page at a time, all as of one moment. */
@Injectable()
export class ListRequests {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly views: RequestViews,
  ) {}

  execute(filter: ItemFilter, page: Page): Promise<ListedItem[]> {
    return this.database.snapshot((reader) => this.read(reader, filter, page));
  }

  private async read(reader: Reader, filter: ItemFilter, page: Page): Promise<ListedItem[]> {
    const rows = await listItems(reader, filter, page);
    const views = await this.views.of(reader, rows);
    return views.map(({ progress, ...view }, at) => ({
      ...view,
      content_name: rows[at]?.item.contentName ?? null,
      ...(filter.topLevelOnly && { progress }),
    }));
  }
}
