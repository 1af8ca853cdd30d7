import { Inject, Injectable } from '@nestjs/common';
import { type Database, type Reader } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { positionsOf } from '../../storage/positions.repository.js';
import { activeAlbums, type ActiveAlbum } from '../../storage/requests.repository.js';
import { progressOfAll } from '../../storage/views.repository.js';
import { CLOCK, QUEUE_DATABASE } from '../../tokens.js';
import { type RequestStatus } from './result.mapper.js';

export interface QueueStanding {
  readonly isInQueue: boolean;
  readonly requestStatus: RequestStatus | undefined;
}

/** Which albums are on their way, and how far the caller's own requests are: a few statements for any number of them. */
@Injectable()
export class AlbumStandings {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  of(albumIds: readonly string[], userId: string): Promise<(albumId: string) => QueueStanding> {
    return this.database.snapshot((reader) => this.read(reader, albumIds, userId));
  }

  private async read(
    reader: Reader,
    albumIds: readonly string[],
    userId: string,
  ): Promise<(albumId: string) => QueueStanding> {
    const active = await activeAlbums(reader, albumIds, [userId]);
    const mine = [...active.values()].filter(({ participants }) => participants.length > 0);
    const ids = mine.map(({ id }) => id);
    const positions = await positionsOf(reader, ids, this.clock.seconds());
    const progress = await progressOfAll(reader, ids);
    const toStatus = (item: ActiveAlbum): RequestStatus => ({
      request_id: item.id,
      status: item.status,
      queue_position: positions.get(item.id) ?? null,
      progress: progress.get(item.id) ?? null,
      error_message: item.errorMessage,
      created_at: item.createdAt,
    });
    const statuses = new Map(mine.map((item) => [item.contentId, toStatus(item)]));
    return (albumId) => ({ isInQueue: active.has(albumId), requestStatus: statuses.get(albumId) });
  }
}
