import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Reader } from '@pezzottify/persistence';
import { bandwidthFreeAt, type BandwidthUsed, bandwidthUsed } from '../../storage/bandwidth.repository.js';
import { albumsUsed } from '../../storage/claims.repository.js';
import { CONFIG, FREE_SPACE } from '../../tokens.js';
import { albumHold } from './album-hold.js';
import { type FreeSpace } from './free-space.port.js';
import { type Hold } from './hold.js';

export const BYTES_PER_MB = 1024 * 1024;

const WINDOWS = { minute: 60, hour: 3600 } as const;

/** What holds claims back, always from rows and the file system as they are now. */
@Injectable()
export class QueueGates {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(FREE_SPACE) private readonly space: FreeSpace,
  ) {}

  /** What holds back every item; null when nothing does. */
  async onEverything(reader: Reader, now: number): Promise<Hold | null> {
    if (await this.isDiskFull()) return { reason: 'free_space', until: null };
    return this.bandwidthHold(reader, now);
  }

  /** What holds back albums only. */
  async onAlbums(reader: Reader, now: number): Promise<Hold | null> {
    return albumHold(this.config.downloadManager, await albumsUsed(reader, now), now);
  }

  get bandwidthLimits(): BandwidthUsed {
    const { throttleMaxMbPerMinute, throttleMaxMbPerHour } = this.config.downloadManager;
    return { minute: throttleMaxMbPerMinute * BYTES_PER_MB, hour: throttleMaxMbPerHour * BYTES_PER_MB };
  }

  private async isDiskFull(): Promise<boolean> {
    const { minFreeSpaceMb } = this.config.downloadManager;
    if (minFreeSpaceMb === 0) return false;
    const available = await this.space.availableBytes();
    return available !== null && available < minFreeSpaceMb * BYTES_PER_MB;
  }

  private async bandwidthHold(reader: Reader, now: number): Promise<Hold | null> {
    if (!this.config.downloadManager.throttleEnabled) return null;
    const used = await bandwidthUsed(reader, now);
    const limits = this.bandwidthLimits;
    const reached = (['minute', 'hour'] as const).filter((period) => used[period] >= limits[period]);
    if (reached.length === 0) return null;
    const ends = reached.map((period) =>
      bandwidthFreeAt(reader, { now, windowSeconds: WINDOWS[period], maxBytes: limits[period] }),
    );
    return { reason: 'bandwidth_limit', until: Math.max(...(await Promise.all(ends))) };
  }
}
