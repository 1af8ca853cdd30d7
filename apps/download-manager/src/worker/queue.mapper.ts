import { type ClaimedItem, type WorkOutcome } from '@pezzottify/contracts';
import { type Child, type Outcome, type WorkItem } from './work-item.js';

/** What one error message may take up in a settle request. */
const MAX_MESSAGE = 1000;

export function toWorkItem(item: ClaimedItem): WorkItem {
  return {
    id: item.id,
    contentType: item.content_type,
    contentId: item.content_id,
    contentName: item.content_name,
    leaseToken: item.lease_token,
    leaseSeconds: item.lease_seconds,
    isRepair: item.is_repair ?? false,
  };
}

export function toWireOutcome(outcome: Outcome): WorkOutcome {
  switch (outcome.kind) {
    case 'expanded':
      return {
        kind: 'expanded',
        album_name: outcome.albumName,
        artist_name: outcome.artistName,
        children: outcome.children.map(toWireChild),
      };
    case 'stored':
      return {
        kind: 'stored',
        bytes: outcome.bytes,
        duration_ms: outcome.durationMs,
        media_kind: outcome.mediaKind,
        is_fetched: outcome.isFetched,
      };
    case 'wait':
      return { ...failure(outcome), kind: 'wait', retry_after_seconds: outcome.retryAfterSeconds };
    case 'retry':
    case 'give_up':
      return { ...failure(outcome), kind: outcome.kind };
    case 'handed_back':
      return { kind: 'handed_back' };
  }
}

function toWireChild({ contentType, contentId, contentName }: Child) {
  return { content_type: contentType, content_id: contentId, content_name: contentName };
}

function failure({ errorType, message }: Extract<Outcome, { errorType: unknown }>) {
  return { error_type: errorType, message: message.slice(0, MAX_MESSAGE).toWellFormed() };
}
