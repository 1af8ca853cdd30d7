import { Injectable } from '@nestjs/common';
import { type QueueSettleAllRequest } from '@pezzottify/contracts';
import { currentOrigin } from '../../audit/origin.js';
import { type Settled, WorkRounds } from '../work-rounds.js';

export type Settlement = QueueSettleAllRequest['settlements'][number];

/** Takes workers' reports: next states, audit, activity, the albums' progress and events are one transaction. */
@Injectable()
export class SettleWork {
  constructor(private readonly rounds: WorkRounds) {}

  /** One answer per report, in their order. */
  execute(settlements: readonly Settlement[]): Promise<readonly Settled[]> {
    const origin = currentOrigin();
    const reports = settlements.map(({ item_id, lease_token, outcome }) => {
      return { itemId: item_id, leaseToken: lease_token, outcome, origin };
    });
    return this.rounds.report(reports);
  }
}
