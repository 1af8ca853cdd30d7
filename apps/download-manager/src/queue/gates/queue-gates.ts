import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Reader } from '@pezzottify/persistence';
import { bandwidthFreeAt, bandwidthUsed } from '../../storage/bandwidth.repository.js';
import { albumsUsed } from '../../storage/claims.repository.js';
import { WorkerRegistry } from '../../claims/workers/worker-registry.js';
import { CONFIG, FREE_SPACE } from '../../tokens.js';
import { albumHold } from './album-hold.js';
import { bandwidthLimits, BYTES_PER_MB, periodsUsedUp } from './bandwidth-limits.js';
import { type FreeSpace } from './free-space.port.js';
import { QueuePause } from '../pause/queue-pause.js';
import { type Hold, lastToEnd } from './hold.js';
import { ProviderCircuits } from './provider-circuits.js';

const WINDOWS = { minute: 60, hour: 3600 } as const;

/** What holds claims back, always from rows and the file system as they are now. */
@Injectable()
export class QueueGates {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<Config, 'downloadManager'>,
    @Inject(FREE_SPACE) private readonly space: FreeSpace,
    private readonly pause: QueuePause,
    private readonly circuits: ProviderCircuits,
    private readonly workers: WorkerRegistry,
  ) {}

  /** What holds back every item, whoever asks for work; null when nothing does. */
  async onEverything(reader: Reader, now: number): Promise<Hold | null> {
    const nobody: Hold | null = this.workers.isUnattended ? { reason: 'no_worker', until: null } : null;
    return lastToEnd([
      ...(await this.holdsOnOwnSide(reader, now)),
      this.circuits.hold(now, this.workers.served),
      nobody,
    ]);
  }

  /** Whether anything but the downloaders holds back: which of them a worker uses is known only when it asks. */
  async isHeldOnOwnSide(reader: Reader, now: number): Promise<boolean> {
    return (await this.holdsOnOwnSide(reader, now)).some((hold) => hold !== null);
  }

  private async holdsOnOwnSide(reader: Reader, now: number): Promise<(Hold | null)[]> {
    const pause = await this.pause.at(now);
    return [
      pause && { reason: 'paused', until: pause.expiresAt },
      (await this.isDiskFull()) ? { reason: 'free_space', until: null } : null,
      await this.bandwidthHold(reader, now),
    ];
  }

  /** What holds back albums only. */
  async onAlbums(reader: Reader, now: number): Promise<Hold | null> {
    return albumHold(this.config.downloadManager, await albumsUsed(reader, now), now);
  }

  private async isDiskFull(): Promise<boolean> {
    const { minFreeSpaceMb } = this.config.downloadManager;
    if (minFreeSpaceMb === 0) return false;
    const available = await this.space.availableBytes();
    return available !== null && available < minFreeSpaceMb * BYTES_PER_MB;
  }

  private async bandwidthHold(reader: Reader, now: number): Promise<Hold | null> {
    const settings = this.config.downloadManager;
    if (!settings.throttleEnabled) return null;
    const periods = periodsUsedUp(settings, await bandwidthUsed(reader, now));
    if (periods.length === 0) return null;
    const limits = bandwidthLimits(settings);
    const ends = periods.map((period) =>
      bandwidthFreeAt(reader, { now, windowSeconds: WINDOWS[period], maxBytes: limits[period] }),
    );
    return { reason: 'bandwidth_limit', until: Math.max(...(await Promise.all(ends))) };
  }
}
