import { type AnsweredRequest } from '@pezzottify/http-edge';
import { type Logger } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { endpointCategoryOf } from '../gateway/bandwidth/endpoint-category.js';
import { addBandwidth } from '../storage/user/bandwidth.repository.js';
import { utcDate } from '../utc-days.js';
import { BandwidthSums } from './bandwidth-sums.js';

export interface BandwidthRecorderOptions {
  database: Pick<Database, 'write'>;
  clock: Clock;
  logger: Logger;
}

/** A crash loses no more than this. */
const WRITE_MS = 5_000;

/**
 * Sums what each user is sent and writes the sums at intervals: a write per request would make every read of the catalog
 * wait for the disk.
 */
export class BandwidthRecorder {
  private sums = new BandwidthSums();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly options: BandwidthRecorderOptions) {}

  start(): void {
    this.timer = setInterval(() => void this.write(), WRITE_MS).unref();
  }

  /** Call it when no more requests can end. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
    if (!this.sums.isEmpty) this.options.logger.error({ lost: this.sums.list() }, 'bandwidth was not stored');
  }

  record(userId: number, { path, responseBytes }: Pick<AnsweredRequest, 'path' | 'responseBytes'>): void {
    const date = utcDate(this.options.clock.seconds());
    const category = endpointCategoryOf(path);
    this.sums.add({ userId, date, category, bytesSent: responseBytes, requestCount: 1 });
  }

  /** What was recorded before the call is stored when it resolves, or kept for the next time. Never rejects. */
  write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeSums());
    return this.writing;
  }

  private async writeSums(): Promise<void> {
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
