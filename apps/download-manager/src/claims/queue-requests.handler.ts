import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type MessageBus } from '@pezzottify/messaging';
import { MESSAGE_BUS } from '../tokens.js';
import { ClaimWork } from './claim-work/claim-work.usecase.js';
import { RenewLeases } from './renew-leases/renew-leases.usecase.js';
import { ReportedWork } from './settle-work/reported-work.js';
import { WorkerGate } from './workers/worker-gate.js';

/** The NATS door for workers. */
@Injectable()
export class QueueRequestsHandler implements OnModuleInit {
  constructor(
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    private readonly gate: WorkerGate,
    private readonly claimWork: ClaimWork,
    private readonly renewLeases: RenewLeases,
    private readonly reported: ReportedWork,
  ) {}

  onModuleInit(): void {
    this.bus.handle('queue.claim', (request) => this.gate.admit(request, () => this.claimWork.execute(request)));
    this.bus.handle('queue.heartbeat', (request) => {
      this.gate.saw(request.worker);
      return this.renewLeases.execute(request);
    });
    this.bus.handle('queue.settle', ({ worker, ...settlement }) => this.reported.one(worker, settlement));
    this.bus.handle('queue.settle-all', ({ worker, settlements }) => this.reported.all(worker, settlements));
  }
}
