import { Inject, Injectable } from '@nestjs/common';
import { type Session } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { renamePlaylist, replaceTracks } from '../../storage/user/playlist.repository.js';
import { USER_DATABASE } from '../../tokens.js';
import { ownPlaylist } from '../own-playlist.js';
import { PlaylistEvents } from '../playlist-events.js';
import { refuseTooLong } from '../playlist-length.policy.js';

/** Null: stays as it is. */
export interface PlaylistChange {
  readonly name: string | null;
  readonly trackIds: readonly string[] | null;
}

@Injectable()
export class ChangePlaylist {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    private readonly events: PlaylistEvents,
  ) {}

  /** Both or neither. The tracks need not be in the catalog. */
  async execute(session: Session, id: string, { name, trackIds }: PlaylistChange): Promise<void> {
    refuseTooLong(trackIds?.length ?? 0);
    await this.database.write(async (tx) => {
      await ownPlaylist(tx, session.user_id, id);
      if (name !== null) await this.rename(tx, session, id, name);
      if (trackIds !== null) await this.replace(tx, session, id, trackIds);
    });
  }

  private async rename(tx: WriteTransaction, session: Session, id: string, name: string): Promise<void> {
    await renamePlaylist(tx, id, name);
    await this.events.renamed(tx, session, id, name);
  }

  private async replace(
    tx: WriteTransaction,
    session: Session,
    id: string,
    trackIds: readonly string[],
  ): Promise<void> {
    await replaceTracks(tx, id, trackIds);
    await this.events.tracksUpdated(tx, session, id, trackIds);
  }
}
