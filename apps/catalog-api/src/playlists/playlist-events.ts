import { Inject, Injectable } from '@nestjs/common';
import { type Session } from '@pezzottify/contracts';
import { type WriteTransaction } from '@pezzottify/persistence';
import { type SyncEvents } from '../live-sync/sync-events.js';
import { SYNC_EVENTS } from '../tokens.js';

/** Tells the user's other devices what became of a playlist (HTTP contract, section 5.3). */
@Injectable()
export class PlaylistEvents {
  constructor(@Inject(SYNC_EVENTS) private readonly syncEvents: SyncEvents) {}

  created(tx: WriteTransaction, session: Session, id: string, name: string): Promise<void> {
    return this.append(tx, session, 'playlist_created', { playlist_id: id, name });
  }

  renamed(tx: WriteTransaction, session: Session, id: string, name: string): Promise<void> {
    return this.append(tx, session, 'playlist_renamed', { playlist_id: id, name });
  }

  /** `trackIds`: all that it has now. */
  tracksUpdated(tx: WriteTransaction, session: Session, id: string, trackIds: readonly string[]): Promise<void> {
    return this.append(tx, session, 'playlist_tracks_updated', { playlist_id: id, track_ids: trackIds });
  }

  deleted(tx: WriteTransaction, session: Session, id: string): Promise<void> {
    return this.append(tx, session, 'playlist_deleted', { playlist_id: id });
  }

  private append(tx: WriteTransaction, session: Session, type: string, payload: object): Promise<void> {
    return this.syncEvents.append(tx, session.user_id, { type, payload }, session.device_id);
  }
}
