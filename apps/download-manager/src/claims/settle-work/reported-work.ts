import { Inject, Injectable } from '@nestjs/common';
import { type QueueSettleAllReply, type QueueSettleReply, type WorkerIdentity } from '@pezzottify/contracts';
import { type Clock } from '@pezzottify/service-runner';
import { ProviderCircuits } from '../../queue/gates/provider-circuits.js';
import { CLOCK } from '../../tokens.js';
import { WorkerGate } from '../workers/worker-gate.js';
import { type Settled } from '../work-rounds.js';
import { type Settlement, SettleWork } from './settle-work.usecase.js';

/** Reports as they come in: settled, and heard by those who watch workers and downloaders. */
@Injectable()
export class ReportedWork {
  constructor(
    private readonly settleWork: SettleWork,
    private readonly circuits: ProviderCircuits,
    private readonly gate: WorkerGate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async one(worker: WorkerIdentity, settlement: Settlement): Promise<QueueSettleReply> {
    const [kind = 'stale'] = await this.settle(worker, [settlement]);
    return { kind };
  }

  /** Together where that is possible; one that cannot be written must not take the others with it. */
  async all(worker: WorkerIdentity, settlements: readonly Settlement[]): Promise<QueueSettleAllReply> {
    try {
      return { kinds: [...(await this.settle(worker, settlements))] };
    } catch (error) {
      if (settlements.length === 1) throw error;
      const kinds: Settled[] = [];
      for (const settlement of settlements) kinds.push((await this.one(worker, settlement)).kind);
      return { kinds };
    }
  }

  private async settle(worker: WorkerIdentity, settlements: readonly Settlement[]): Promise<readonly Settled[]> {
    this.gate.saw(worker);
    const answers = await this.settleWork.execute(settlements);
    const now = this.clock.seconds();
    settlements.forEach(({ outcome }, at) => {
      if (answers[at] === 'settled') this.circuits.report(worker.downloader, outcome, now);
    });
    await this.circuits.keep();
    return answers;
  }
}
