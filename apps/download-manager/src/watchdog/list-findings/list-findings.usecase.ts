import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { listFindings } from '../../storage/watchdog-findings.repository.js';
import { QUEUE_DATABASE } from '../../tokens.js';
import { type FindingPage, toFindingView } from './finding.view.js';

/** What the watchdog has found and not seen repaired since. */
@Injectable()
export class ListFindings {
  constructor(@Inject(QUEUE_DATABASE) private readonly database: Database) {}

  async execute(page: { limit: number; offset: number }): Promise<FindingPage> {
    const { findings, total } = await this.database.snapshot((reader) => listFindings(reader, page));
    const has_more = page.offset + findings.length < total;
    return { items: findings.map(toFindingView), total_count: total, has_more };
  }
}
