import { type DownloadContentType, type DownloadErrorType } from '@pezzottify/contracts';

/** One claimed item and the right to settle it. */
export interface WorkItem {
  id: string;
  contentType: DownloadContentType;
  contentId: string;
  contentName: string | null;
  leaseToken: string;
  leaseSeconds: number;
  /** The watchdog wants it fetched anew, whatever lies in its place. */
  isRepair?: boolean;
}

export interface Child {
  contentType: 'TRACK_AUDIO' | 'ARTIST_IMAGE' | 'ALBUM_IMAGE';
  contentId: string;
  contentName: string | null;
}

/** What became of an item; the closed vocabulary the owner of the queue folds into the next state. */
export type Outcome =
  | { kind: 'expanded'; albumName: string; artistName: string; children: Child[] }
  | { kind: 'stored'; bytes: number; durationMs: number; mediaKind: 'audio' | 'image'; isFetched: boolean }
  | { kind: 'retry'; errorType: DownloadErrorType; message: string }
  | { kind: 'wait'; errorType: DownloadErrorType; message: string; retryAfterSeconds: number | null }
  | { kind: 'give_up'; errorType: DownloadErrorType; message: string }
  | { kind: 'handed_back' };

export interface Attempt {
  /** Aborts when the item is lost or to be handed back. */
  readonly signal: AbortSignal;
  /** Nothing more is wanted of the provider: it can be asked for the next item while this one is finished. */
  fetched(): void;
}

/** Does the work of one content type. Failures are thrown; one place turns them into outcomes. */
export interface ItemWork {
  execute(item: WorkItem, attempt: Attempt): Promise<Outcome>;
}
