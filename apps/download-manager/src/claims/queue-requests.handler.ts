import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type MessageBus } from '@pezzottify/messaging';
import { MESSAGE_BUS } from '../tokens.js';
import { ClaimWork } from './claim-work/claim-work.usecase.js';
import { RenewLeases } from './renew-leases/renew-leases.usecase.js';
import { SettleWork } from './settle-work/settle-work.usecase.js';

/** The NATS door for workers. */
@Injectable()
export class QueueRequestsHandler implements OnModuleInit {
  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    private readonly claimWork: ClaimWork,
    private readonly renewLeases: RenewLeases,
    private readonly settleWork: SettleWork,
  ) {}

  onModuleInit(): void {
    this.bus.handle('queue.claim', (request) => this.claimWork.execute(request));
    this.bus.handle('queue.heartbeat', (request) => this.renewLeases.execute(request));
    this.bus.handle('queue.settle', (request) => this.settleWork.execute(request));
  }
}
