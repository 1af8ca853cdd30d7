import { type AnsweredRequest } from '@pezzottify/http-edge';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { endpointCategoryOf } from '../gateway/bandwidth/endpoint-category.js';
import { addBandwidth } from '../storage/user/bandwidth.repository.js';
import { utcDate } from '../utc-days.js';
import { WrittenBehind } from '../written-behind.js';
import { BandwidthSums } from './bandwidth-sums.js';

export interface BandwidthRecorderOptions {
  database: Pick<Database, 'write'>;
  clock: Clock;
  logger: Logger;
}

/** Sums what each user is sent. */
export class BandwidthRecorder extends WrittenBehind {
  private sums = new BandwidthSums();

  constructor(private readonly options: BandwidthRecorderOptions) {
    super();
  }

  override async stop(): Promise<void> {
    await super.stop();
    if (!this.sums.isEmpty) this.options.logger.error({ lost: this.sums.list() }, 'bandwidth was not stored');
  }

  record(userId: number, { path, responseBytes }: Pick<AnsweredRequest, 'path' | 'responseBytes'>): void {
    const date = utcDate(this.options.clock.seconds());
    const category = endpointCategoryOf(path);
    this.sums.add({ userId, date, category, bytesSent: responseBytes, requestCount: 1 });
  }

  protected async writeGathered(): Promise<void> {
    const { database, clock, logger } = this.options;
    if (this.sums.isEmpty) return;
    const taken = this.sums;
    this.sums = new BandwidthSums();
    try {
      await database.write((tx) => addBandwidth(tx, taken.list(), clock.seconds()));
    } catch (error) {
      logger.warn({ err: error }, 'bandwidth could not be stored; it is kept and tried again');
      this.sums.addAll(taken);
    }
  }
}
