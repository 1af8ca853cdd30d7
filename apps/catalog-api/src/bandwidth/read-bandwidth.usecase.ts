import { Inject, Injectable } from '@nestjs/common';
import { type Database, type Reader } from '@pezzottify/persistence';
import { accountOf } from '../accounts/account-of.js';
import {
  bandwidthByCategory,
  type BandwidthRow,
  bandwidthRows,
  type CategoryBandwidth,
} from '../storage/user/bandwidth.repository.js';
import { BANDWIDTH_RECORDER, USER_DATABASE } from '../tokens.js';
import { type Days } from '../utc-days.js';
import { type BandwidthRecorder } from './bandwidth-recorder.js';

export interface BandwidthSummary {
  /** Null: of all users. */
  readonly userId: number | null;
  readonly categories: readonly CategoryBandwidth[];
}

/** What users were sent, up to the request that has just ended. A handle nobody has throws NOT_FOUND; null: all users. */
@Injectable()
export class ReadBandwidthUsecase {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(BANDWIDTH_RECORDER) private readonly recorder: Pick<BandwidthRecorder, 'write'>,
  ) {}

  summary(range: Days, handle: string | null): Promise<BandwidthSummary> {
    return this.read(handle, async (reader, userId) => ({
      userId,
      categories: await bandwidthByCategory(reader, range, userId),
    }));
  }

  usage(range: Days, handle: string | null): Promise<BandwidthRow[]> {
    return this.read(handle, (reader, userId) => bandwidthRows(reader, range, userId));
  }

  private async read<T>(
    handle: string | null,
    work: (reader: Reader, userId: number | null) => Promise<T>,
  ): Promise<T> {
    await this.recorder.write();
    return this.database.snapshot(async (reader) =>
      work(reader, handle === null ? null : (await accountOf(reader, handle)).userId),
    );
  }
}
