import { Injectable } from '@nestjs/common';
import { type QueueClaimReply, type QueueClaimRequest, type WorkerIdentity } from '@pezzottify/contracts';
import { workerRefusal } from './worker-protocol.js';
import { WorkerRegistry } from './worker-registry.js';

/** Who gets work at all. What a worker holds already it may finish, whatever it speaks. */
@Injectable()
export class WorkerGate {
  constructor(private readonly registry: WorkerRegistry) {}

  admit({ worker }: QueueClaimRequest, claim: () => Promise<QueueClaimReply>): Promise<QueueClaimReply> {
    const reason = workerRefusal(worker);
    this.registry.saw(worker, reason);
    return reason === null ? claim() : Promise.resolve({ kind: 'refused', reason });
  }

  saw(worker: WorkerIdentity): void {
    this.registry.saw(worker, workerRefusal(worker));
  }
}
