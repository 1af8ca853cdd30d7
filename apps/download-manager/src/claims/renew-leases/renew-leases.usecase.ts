import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type QueueHeartbeatReply, type QueueHeartbeatRequest } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { renewLeases } from '../../storage/leases.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';

/** Extends the leases a worker still holds and tells it which ones it has lost. */
@Injectable()
export class RenewLeases {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ leases }: QueueHeartbeatRequest): Promise<QueueHeartbeatReply> {
    const held = leases.map(({ item_id, lease_token }) => ({ itemId: item_id, token: lease_token }));
    const expiresAt = this.clock.seconds() + this.config.downloadManager.leaseSecs;
    const renewed = new Set(await this.database.write((tx) => renewLeases(tx, held, expiresAt)));
    return { lost_item_ids: held.map(({ itemId }) => itemId).filter((id) => !renewed.has(id)) };
  }
}
