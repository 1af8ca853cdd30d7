import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { CLOCK, CONFIG, QUEUE_DATABASE } from '../../tokens.js';
import { CatalogManifest } from '../catalog-manifest.js';
import { MediaFiles } from '../files/media-files.js';
import { MediaScan, type ScanParts } from './media-scan.js';

/** Makes scans, each with a thread of its own. */
@Injectable()
export class MediaScans {
  constructor(
    @Inject(QUEUE_DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: Pick<Config, 'mediaPath'>,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly manifest: CatalogManifest,
  ) {}

  open(scanId: number, { signal, progress }: Pick<ScanParts, 'signal' | 'progress'>): MediaScan {
    const { database, manifest, clock } = this;
    const files = new MediaFiles(this.config.mediaPath, signal);
    return new MediaScan({ scanId, database, manifest, clock, files, signal, progress });
  }
}
