import { type AuditRow, type Evidence, type QueueRow } from '../evidence/evidence.js';
import { nameOf } from './items.js';

/** The log of each item is a walk through the table of moves that ends once, where its row says. */
export function auditProblems({ queue }: Evidence): string[] {
  const byItem = Map.groupBy(queue.audit, ({ queue_item_id }) => queue_item_id);
  const rows = new Map(queue.items.map((item) => [item.id, item]));
  const strangers = [...byItem.keys()].filter((id) => id !== null && !rows.has(id));
  return [
    ...strangers.map((id) => `the audit log knows ${id ?? ''}, the queue does not`),
    ...queue.items.flatMap((item) => {
      const problem = new Walk(item).along(byItem.get(item.id) ?? [], rows.get(item.parent_id ?? ''));
      return problem === null ? [] : [`${nameOf(item)}: ${problem}`];
    }),
  ];
}

type State = 'new' | 'waiting' | 'running' | 'expanded' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

class Walk {
  private state: State;
  private readonly people = new Set<string | null>();

  constructor(private readonly item: QueueRow) {
    // Children come into being with their album's CHILDREN_CREATED.
    this.state = item.parent_id === null ? 'new' : 'waiting';
  }

  along(entries: readonly AuditRow[], parent: QueueRow | undefined): string | null {
    for (const entry of entries) {
      const next = this.step(entry);
      if (next === null) return `${entry.event_type} came when it was ${this.state}: ${wordsOf(entries)}`;
      this.state = next;
    }
    // What was not finished ends with its album, which says so for all.
    const end = this.item.status === 'CANCELLED' && parent?.status === 'CANCELLED' ? 'CANCELLED' : this.state;
    return end === this.item.status
      ? null
      : `it is ${this.item.status}, its log ends ${this.state}: ${wordsOf(entries)}`;
  }

  private step({ event_type, user_id }: AuditRow): State | null {
    const isAlbum = this.item.content_type === 'ALBUM';
    switch (event_type) {
      case 'REQUEST_CREATED':
        this.people.add(user_id);
        return this.from(['new', 'waiting', 'running', 'expanded'], this.state === 'new' ? 'waiting' : this.state);
      case 'WATCHDOG_QUEUED':
        return this.from(['new'], 'waiting');
      // A lease that ran out leaves no entry: what runs may be started again.
      case 'DOWNLOAD_STARTED':
        return this.from(['waiting', 'running'], 'running');
      case 'RETRY_SCHEDULED':
        return this.from(['running'], 'waiting');
      case 'CHILDREN_CREATED':
        return isAlbum ? this.from(['running'], 'expanded') : null;
      case 'DOWNLOAD_COMPLETED':
        return this.from([isAlbum ? 'expanded' : 'running'], 'COMPLETED');
      case 'DOWNLOAD_FAILED':
        return this.from(['running', 'expanded'], 'FAILED');
      case 'REQUEST_CANCELLED':
        this.people.delete(user_id);
        return this.from(['waiting', 'running', 'expanded'], this.people.size > 0 ? this.state : 'CANCELLED');
      default:
        return null;
    }
  }

  private from(states: readonly State[], next: State): State | null {
    return states.includes(this.state) ? next : null;
  }
}

const wordsOf = (entries: readonly AuditRow[]): string => entries.map(({ event_type }) => event_type).join(', ');
