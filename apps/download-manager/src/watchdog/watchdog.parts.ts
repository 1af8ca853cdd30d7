import { type Type } from '@nestjs/common';
import { CatalogManifest } from './catalog-manifest.js';
import { ListFindingsController } from './list-findings/list-findings.controller.js';
import { ListFindings } from './list-findings/list-findings.usecase.js';
import { MediaMarker } from './media-marker.js';
import { MediaScans } from './scan/media-scans.js';
import { QueueRepairs } from './scan/queue-repairs.js';
import { ScanLedger } from './scan/scan-ledger.js';
import { ScanMedia } from './scan/scan-media.usecase.js';
import { ShowWatchdogController } from './show-watchdog/show-watchdog.controller.js';
import { ShowWatchdog } from './show-watchdog/show-watchdog.usecase.js';

export const WATCHDOG_CONTROLLERS: Type[] = [ShowWatchdogController, ListFindingsController];
export const WATCHDOG_READERS: Type[] = [ShowWatchdog, ListFindings];

/** What scans; absent while the download manager is off. */
export const WATCHDOG: Type[] = [CatalogManifest, MediaMarker, MediaScans, QueueRepairs, ScanLedger, ScanMedia];
