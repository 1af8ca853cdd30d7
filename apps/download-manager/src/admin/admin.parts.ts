import { type Type } from '@nestjs/common';
import { DeleteItemController } from './delete-item/delete-item.controller.js';
import { ListWorkersController } from './list-workers/list-workers.controller.js';
import { ListWorkers } from './list-workers/list-workers.usecase.js';
import { PauseQueueController } from './pause-queue/pause-queue.controller.js';
import { PauseQueue } from './pause-queue/pause-queue.usecase.js';
import { ResumeQueueController } from './resume-queue/resume-queue.controller.js';
import { ResumeQueue } from './resume-queue/resume-queue.usecase.js';
import { RetryFailedController } from './retry-failed/retry-failed.controller.js';
import { RetryFailed } from './retry-failed/retry-failed.usecase.js';
import { ShowQueueController } from './show-queue/show-queue.controller.js';
import { DeleteItem } from './delete-item/delete-item.usecase.js';
import { ListAuditController } from './list-audit/list-audit.controller.js';
import { ListAudit } from './list-audit/list-audit.usecase.js';
import { ListFailedController } from './list-failed/list-failed.controller.js';
import { ListRequestsController } from './list-requests/list-requests.controller.js';
import { ListRequests } from './list-requests/list-requests.usecase.js';
import { ResetThrottleController } from './reset-throttle/reset-throttle.controller.js';
import { ResetThrottle } from './reset-throttle/reset-throttle.usecase.js';
import { RetryItemController } from './retry-item/retry-item.controller.js';
import { RetryItem } from './retry-item/retry-item.usecase.js';
import { ShowActivityController } from './show-activity/show-activity.controller.js';
import { ShowActivity } from './show-activity/show-activity.usecase.js';
import { ShowHistoryController } from './show-history/show-history.controller.js';
import { ShowHistory } from './show-history/show-history.usecase.js';
import { DownloaderStatus } from './show-stats/downloader-status.js';
import { ShowStatsController } from './show-stats/show-stats.controller.js';
import { ShowStats } from './show-stats/show-stats.usecase.js';
import { ShowThrottleController } from './show-throttle/show-throttle.controller.js';
import { ShowThrottle } from './show-throttle/show-throttle.usecase.js';

/** The routes for administrators, HTTP contract section 8. */
export const ADMIN_CONTROLLERS: Type[] = [
  ShowStatsController,
  ShowHistoryController,
  ListFailedController,
  ListRequestsController,
  ShowActivityController,
  RetryItemController,
  DeleteItemController,
  ListAuditController,
  ShowThrottleController,
  ResetThrottleController,
  ListWorkersController,
  ShowQueueController,
  RetryFailedController,
  ResumeQueueController,
  PauseQueueController,
];

export const ADMIN_PROVIDERS: Type[] = [
  RetryFailed,
  ResumeQueue,
  PauseQueue,
  ListWorkers,
  DeleteItem,
  DownloaderStatus,
  ListAudit,
  ListRequests,
  ResetThrottle,
  RetryItem,
  ShowActivity,
  ShowHistory,
  ShowStats,
  ShowThrottle,
];
