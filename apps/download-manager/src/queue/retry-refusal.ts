import { type DownloadStatus } from '@pezzottify/contracts';
import { type RetryCandidate } from '../storage/retries.repository.js';

const AS_IT_IS: readonly DownloadStatus[] = ['FAILED'];
const BY_FORCE: readonly DownloadStatus[] = ['FAILED', 'RETRY_WAITING', 'IN_PROGRESS'];

/** Why an administrator cannot have this item tried again; null when that is possible (HTTP contract, section 8.5). */
export function retryRefusal(item: RetryCandidate, isForced: boolean): string | null {
  const allowed = isForced ? BY_FORCE : AS_IT_IS;
  if (!allowed.includes(item.status)) return `it is ${item.status}; allowed: ${allowed.join(', ')}`;
  if (item.parentStatus === 'CANCELLED' || item.parentStatus === 'COMPLETED')
    return `its album is ${item.parentStatus}`;
  if (item.isTaken) return 'another active item has the same content';
  return null;
}
