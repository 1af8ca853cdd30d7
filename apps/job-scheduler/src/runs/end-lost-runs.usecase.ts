import { Inject, Injectable } from '@nestjs/common';
import { type MessageBus } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { expiredRuns } from '../storage/runs.repository.js';
import { DATABASE, LOGGER, MESSAGE_BUS } from '../tokens.js';
import { ClockSetBack } from './clock-set-back.js';
import { Earshot } from './earshot.js';
import { RunEnder, type EndingRun } from './run-ender.js';

const ERROR_MESSAGE = 'interrupted: the service that ran it was not heard of any more';

/** Ends the runs of hosts that are gone: the lease ran out although the scheduler was listening. */
@Injectable()
export class EndLostRuns {
  private readonly earshot = new Earshot();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    private readonly clockSetBack: ClockSetBack,
    private readonly ender: RunEnder,
  ) {}

  async execute(now: number): Promise<void> {
    await this.clockSetBack.look(now);
    this.earshot.look(now, this.bus.isConnected);
    if (!this.earshot.isReliable(now)) return;
    if ((await expiredRuns(this.database.reads, now)).length === 0) return;
    // Read again in the unit that writes: a heartbeat in between would otherwise come too late.
    await this.database.write(async (tx) => {
      const lost = await expiredRuns(tx, now);
      for (const { id, jobId } of lost)
        this.logger.warn({ run_id: id, job_id: jobId }, 'the host of a run was not heard of any more');
      await this.ender.end(lost.map(({ id, token }) => interrupted({ run_id: id, lease_token: token })));
    });
  }
}

const interrupted = (ref: EndingRun['ref']): EndingRun => ({
  ref,
  end: { status: 'failed', errorMessage: ERROR_MESSAGE, errorClass: 'interrupted' },
  result: 'interrupted',
});
