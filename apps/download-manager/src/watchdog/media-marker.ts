import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { readState, writeState } from '../storage/queue-state.repository.js';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../tokens.js';

export const MARKER_NAME = '.pezzottify-media';

const TEXT = `Pezzottify keeps its media in this folder. While this file is missing, the integrity watchdog takes the folder for one
whose disk is not there, and repairs nothing.
`;

/**
 * A file in the media root that tells it from the empty folder in which its disk should be mounted. Placed once: if every
 * start placed it anew, an empty folder would be taken for the library after a restart.
 */
@Injectable()
export class MediaMarker {
  private readonly path: string;

  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    @Inject(CONFIG) config: Pick<Config, 'mediaPath'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.path = join(config.mediaPath, MARKER_NAME);
  }

  /** For the first time ever only. */
  async placeOnce(): Promise<void> {
    if ((await readState(this.database.reads, 'media_marker')) === undefined) await this.place();
  }

  async place(): Promise<void> {
    await writeFile(this.path, TEXT);
    const placedAt = this.clock.seconds();
    await this.database.write((tx) => writeState(tx, 'media_marker', { placed_at: placedAt }, placedAt));
  }

  isThere(): Promise<boolean> {
    return stat(this.path).then(
      () => true,
      () => false,
    );
  }
}
