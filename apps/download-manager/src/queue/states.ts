import { DOWNLOAD_STATUSES, type DownloadStatus } from '@pezzottify/contracts';

/**
 * Every move an item can make; docs/job-states.md draws it. The statements that change a status take their guard from
 * here, so that a move which is not in the table changes no row.
 */
export const LEGAL_MOVES: Readonly<Record<DownloadStatus, readonly DownloadStatus[]>> = {
  PENDING: ['IN_PROGRESS', 'CANCELLED'],
  IN_PROGRESS: ['COMPLETED', 'RETRY_WAITING', 'FAILED', 'CANCELLED', 'PENDING'],
  RETRY_WAITING: ['PENDING', 'CANCELLED'],
  // Both by an administrator: the item is tried again, or one of an album's children is.
  FAILED: ['PENDING', 'IN_PROGRESS'],
  COMPLETED: [],
  CANCELLED: [],
};

/** On its way: it blocks a second request for the same content and counts against its users' limits. */
export const ACTIVE_STATUSES = ['PENDING', 'IN_PROGRESS', 'RETRY_WAITING'] as const satisfies readonly DownloadStatus[];
export type ActiveStatus = (typeof ACTIVE_STATUSES)[number];

export const isActive = (status: DownloadStatus): status is ActiveStatus =>
  (ACTIVE_STATUSES as readonly DownloadStatus[]).includes(status);

export const isLegalMove = (from: DownloadStatus, to: DownloadStatus): boolean => LEGAL_MOVES[from].includes(to);

/** The statuses from which an item may come to `to`. */
export const statusesBefore = (to: DownloadStatus): DownloadStatus[] =>
  DOWNLOAD_STATUSES.filter((from) => isLegalMove(from, to));
