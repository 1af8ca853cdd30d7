import { isActive } from '../queue/states.js';
import { type OutgoingEvent } from './effects.js';

/** Clients redraw at each one, and an album of small images brings dozens a second. */
const EVERY_MS = 1000;
/** Beyond that many albums, those that have long been quiet are forgotten. */
const MANY = 1000;

export interface Paced {
  readonly events: readonly OutgoingEvent[];
  /** Requests whose progress was left out, with the moment from which it may be told. */
  readonly heldBack: readonly { readonly requestId: string; readonly atMillis: number }[];
}

type Progress = Extract<OutgoingEvent, { type: 'download.progress.updated.v1' }>;

const isProgress = (event: OutgoingEvent): event is Progress => event.type === 'download.progress.updated.v1';
const requestOf = ({ data }: OutgoingEvent): string => data.request_id;

const endsRequest = (event: OutgoingEvent): boolean =>
  event.type === 'download.completed.v1' ||
  (event.type === 'download.status.changed.v1' && !isActive(event.data.status));

/** At most one progress event per second and album; the last one before the end of an album always goes. */
export class ProgressPace {
  private readonly toldAt = new Map<string, number>();

  /** Of the events of one transaction. Of several about the progress of one album only the last is still true. */
  choose(events: readonly OutgoingEvent[], nowMillis: number): Paced {
    const latest = new Map(events.filter(isProgress).map((event) => [requestOf(event), event]));
    const ended = new Set(events.filter(endsRequest).map(requestOf));
    const early = [...latest.keys()].filter((id) => !ended.has(id) && this.isEarly(id, nowMillis));
    for (const id of early) latest.delete(id);
    return {
      events: events.filter((event) => !isProgress(event) || latest.get(requestOf(event)) === event),
      heldBack: early.map((requestId) => ({ requestId, atMillis: this.mayTellAt(requestId) })),
    };
  }

  /** These went out. */
  told(events: readonly OutgoingEvent[], nowMillis: number): void {
    for (const event of events) if (isProgress(event)) this.toldAt.set(requestOf(event), nowMillis);
    if (this.toldAt.size <= MANY) return;
    for (const [requestId, at] of this.toldAt) if (at + EVERY_MS <= nowMillis) this.toldAt.delete(requestId);
  }

  /** What was told in the future was told before somebody set the clock back. */
  private isEarly(requestId: string, nowMillis: number): boolean {
    const wait = this.mayTellAt(requestId) - nowMillis;
    return wait > 0 && wait <= EVERY_MS;
  }

  private mayTellAt(requestId: string): number {
    return (this.toldAt.get(requestId) ?? -EVERY_MS) + EVERY_MS;
  }
}
