import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { HookedRuns } from '../hooks/hooked-runs.js';
import { dueJobIds } from '../storage/jobs.repository.js';
import { startableHooks } from '../storage/pending-hooks.repository.js';
import { CLOCK, DATABASE } from '../tokens.js';
import { DueRuns } from './due-runs.js';
import { EndLostRuns } from './end-lost-runs.usecase.js';
import { HandOver } from './hand-over.js';

/** So many jobs are decided on before the first of them begins: at a full minute very many may be due. */
const BATCH = 250;

/** One look at the clock: runs whose host is gone end, due jobs and waiting hooks start. */
@Injectable()
export class Pass {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly endLostRuns: EndLostRuns,
    private readonly dueRuns: DueRuns,
    private readonly hookedRuns: HookedRuns,
    private readonly handOver: HandOver,
  ) {}

  async execute(): Promise<void> {
    const now = this.clock.millis();
    await this.endLostRuns.execute(now);
    // The decision and the next due time are stored before a host hears of the run: a crash in between cannot run it twice.
    const due = await dueJobIds(this.database.reads, now);
    for (let from = 0; from < due.length; from += BATCH) {
      const ids = due.slice(from, from + BATCH);
      this.handOver.begin(await this.database.write((tx) => this.dueRuns.prepare(tx, now, ids)));
    }
    const hooks = await startableHooks(this.database.reads, now);
    if (hooks.length > 0) this.handOver.begin(await this.database.write((tx) => this.hookedRuns.prepare(tx, now)));
  }
}
