import { type QueueItem } from '../storage/queue-item.js';
import { type AuditDetails, type AuditEntry, type AuditEventType, type QueueEventType } from './audit-events.js';

/** What an entry, an event and a metric need to know about the item they are about. */
export type Subject = Pick<
  QueueItem,
  'id' | 'parentId' | 'contentType' | 'contentId' | 'requestSource' | 'requestedByUserId'
>;

/** An entry about the item; `userId` is the one who did it where that is not the first asker. */
export function auditEntry<Type extends Exclude<AuditEventType, QueueEventType>>(
  eventType: Type,
  subject: Subject,
  details: AuditDetails[Type],
  userId: string | null = subject.requestedByUserId,
): AuditEntry {
  const { id, contentType, contentId, requestSource } = subject;
  // The pairing of type and details is the signature's; TypeScript cannot follow it into the union.
  return { eventType, queueItemId: id, contentType, contentId, userId, requestSource, details } as AuditEntry;
}

/** An entry about the queue as a whole. */
export function queueAuditEntry<Type extends QueueEventType>(
  eventType: Type,
  details: AuditDetails[Type],
  userId: string | null,
): AuditEntry {
  const nothing = { queueItemId: null, contentType: null, contentId: null, requestSource: null };
  return { eventType, ...nothing, userId, details } as AuditEntry;
}
