import { Inject, Injectable } from '@nestjs/common';
import { type Reader } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { QueueGates } from '../../queue/gates/queue-gates.js';
import { type Situation, waitingFor } from '../../queue/waiting-reason.js';
import { positionsOf } from '../../storage/positions.repository.js';
import { isAnythingLeased, type RequestRow } from '../../storage/views.repository.js';
import { CLOCK } from '../../tokens.js';
import { type RequestView } from './queue-item.view.js';
import { toRequestView } from './request-view.mapper.js';

/** Adds to requests what depends on all the others: where they stand and why they wait. */
@Injectable()
export class RequestViews {
  constructor(
    private readonly gates: QueueGates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async of(reader: Reader, rows: readonly RequestRow[]): Promise<RequestView[]> {
    const now = this.clock.seconds();
    const pending = rows.filter(({ item }) => item.status === 'PENDING').map(({ item }) => item.id);
    const positions = await positionsOf(reader, pending, now);
    const situation = await this.situation(reader, now);
    return rows.map((row) => {
      const position = positions.get(row.item.id) ?? null;
      return toRequestView(row.item, row.progress, position, waitingFor(row, position, situation));
    });
  }

  private async situation(reader: Reader, now: number): Promise<Situation> {
    return {
      onEverything: await this.gates.onEverything(reader, now),
      onAlbums: await this.gates.onAlbums(reader, now),
      isBusy: await isAnythingLeased(reader),
    };
  }
}
