import { type EventName, type EventOf } from '@pezzottify/contracts';
import { type Activity } from '../storage/activity.repository.js';
import { type AuditEntry } from './audit-events.js';
import { type Origin } from './origin.js';

type RecordedEvent = Extract<EventName, `download.${string}` | 'hook.OnDownloadComplete'>;

export type OutgoingEvent = {
  [Name in RecordedEvent]: { type: Name; data: EventOf<Name>; origin?: Origin };
}[RecordedEvent];

/** What this process itself wants to hear once a transition is on disk. */
export type Notice =
  | { readonly kind: 'work_available' }
  | { readonly kind: 'items_cancelled'; readonly itemIds: readonly string[] }
  /** A request of a user was accepted, whatever number of albums it was for. */
  | { readonly kind: 'user_requested'; readonly requestType: 'album' | 'discography' }
  /** Progress was left out that is to be told from this moment on, unless newer progress is. */
  | { readonly kind: 'progress_held_back'; readonly requestId: string; readonly atMillis: number }
  /** An item waits to be tried again at this moment. */
  | { readonly kind: 'retry_scheduled'; readonly at: number };

/** What a transition leaves behind besides the rows it changed (PROVIDER.md, section 7). */
export interface Effects {
  readonly audit: readonly AuditEntry[];
  readonly activity: Partial<Activity>;
  readonly events: readonly OutgoingEvent[];
  readonly notices: readonly Notice[];
}

const NOTHING: Effects = { audit: [], activity: {}, events: [], notices: [] };

export const effects = (some: Partial<Effects>): Effects => ({ ...NOTHING, ...some });

const ACTIVITY_KEYS = ['albums', 'tracks', 'images', 'bytes', 'failures'] as const;

export const sumActivity = (parts: readonly Partial<Activity>[]): Activity => {
  const sum = (key: (typeof ACTIVITY_KEYS)[number]): number =>
    parts.reduce((total, part) => total + (part[key] ?? 0), 0);
  return {
    albums: sum('albums'),
    tracks: sum('tracks'),
    images: sum('images'),
    bytes: sum('bytes'),
    failures: sum('failures'),
  };
};

/** Of several transitions in one transaction, in their order. */
export const together = (all: readonly Effects[]): Effects => ({
  audit: all.flatMap(({ audit }) => audit),
  activity: sumActivity(all.map(({ activity }) => activity)),
  events: all.flatMap(({ events }) => events),
  notices: all.flatMap(({ notices }) => notices),
});

/** The same, going back to this request or message, whichever is being worked on when they are written. */
export const from = (origin: Origin, some: Effects): Effects => ({
  ...some,
  events: some.events.map((event) => ({ origin, ...event })),
});

export const isIdle = (activity: Partial<Activity>): boolean => ACTIVITY_KEYS.every((key) => !activity[key]);
