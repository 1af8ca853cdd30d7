import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { auditEntry, type Subject } from '../../audit/audit-entry.mapper.js';
import { effects, type Effects } from '../../audit/effects.js';
import { TransitionJournal } from '../../audit/transition-journal.js';
import { mostCorruptAttempts } from '../../queue/corrupt-attempts.policy.js';
import { type MediaContentType } from '../../storage/entities/watchdog-finding.entity.js';
import { countRepairs, queueRepairs, type RepairCounts } from '../../storage/watchdog-repairs.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { REASON_OF } from '../media-lists.js';

/** Findings of one transaction: claims and settlements wait for one of them at most. */
const BATCH = 200;

/** Puts repairs for the findings of a scan into the queue. Done twice, it adds nothing. */
@Injectable()
export class QueueRepairs {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly journal: TransitionJournal,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What there is to do for a scan. */
  count(scanId: number): Promise<RepairCounts> {
    return countRepairs(this.database.reads, scanId, this.terms.mostCorrupt);
  }

  /** Gives their number. */
  async execute(scanId: number, signal: AbortSignal): Promise<number> {
    let total = 0;
    for (let after = 0; ;) {
      signal.throwIfAborted();
      const { queued, last } = await this.queueBatch(scanId, after);
      total += queued.length;
      if (last === null) return total;
      after = last;
    }
  }

  private queueBatch(scanId: number, after: number) {
    return this.database.write(async (tx) => {
      const terms = { ...this.terms, now: this.clock.seconds() };
      const batch = await queueRepairs(tx, { scanId, after, limit: BATCH, ...terms });
      if (batch.queued.length > 0) await this.journal.record(tx, repairsQueued(batch.queued));
      return batch;
    });
  }

  private get terms() {
    const { maxRetries } = this.config.downloadManager;
    return { maxRetries, mostCorrupt: mostCorruptAttempts(maxRetries) };
  }
}

const repairsQueued = (items: readonly Subject[]): Effects =>
  effects({
    audit: items.map((item) =>
      auditEntry('WATCHDOG_QUEUED', item, { reason: REASON_OF[item.contentType as MediaContentType] }),
    ),
    notices: [{ kind: 'work_available' }],
  });
