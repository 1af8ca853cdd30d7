import { Inject, Injectable } from '@nestjs/common';
import { type Database } from '@pezzottify/persistence';
import { readState } from '../../storage/queue-state.repository.js';
import { lastScan } from '../../storage/watchdog-scans.repository.js';
import { QUEUE_DATABASE } from '../../tokens.js';
import { type Verification } from '../scan/verification.js';
import { toScanView, toVerificationView, type WatchdogView } from './watchdog.view.js';

@Injectable()
export class ShowWatchdog {
  constructor(@Inject(QUEUE_DATABASE) private readonly database: Database) {}

  async execute(): Promise<WatchdogView> {
    const { reads } = this.database;
    const scan = await lastScan(reads);
    const verification = (await readState(reads, 'watchdog_verification')) as Verification | undefined;
    return {
      last_scan: scan ? toScanView(scan) : null,
      verification: verification ? toVerificationView(verification) : null,
    };
  }
}
