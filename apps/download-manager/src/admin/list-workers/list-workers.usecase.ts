import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { WorkerRegistry } from '../../claims/workers/worker-registry.js';
import { type HeldWork, heldWork } from '../../storage/held-work.repository.js';
import { QUEUE_DATABASE } from '../../tokens.js';
import { type WorkerView } from './worker.view.js';

const UNHEARD = { version: null, protocol: null, last_heartbeat_at: null, refusal: null };

/** Who works at the moment, and on what. */
@Injectable()
export class ListWorkers {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    private readonly registry: WorkerRegistry,
  ) {}

  async execute(): Promise<WorkerView[]> {
    const held = Map.groupBy(await heldWork(this.database.reads), ({ worker }) => worker);
    const heard = new Map(this.registry.known.map((worker) => [worker.name, worker]));
    const names = [...new Set([...heard.keys(), ...held.keys()])].sort();
    return names.map((name) => {
      const worker = heard.get(name);
      const said = worker && { version: worker.version, protocol: worker.protocol, refusal: worker.refusal };
      const seen = worker && { ...said, last_heartbeat_at: worker.seenAt };
      return { name, ...UNHEARD, ...seen, items: (held.get(name) ?? []).map(toItem) };
    });
  }
}

const toItem = (item: HeldWork): WorkerView['items'][number] => ({
  id: item.id,
  content_type: item.contentType,
  content_id: item.contentId,
  content_name: item.contentName,
  claimed_at: item.claimedAt,
  lease_expires_at: item.leaseExpiresAt,
});
