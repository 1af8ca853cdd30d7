import { Inject, Injectable } from '@nestjs/common';
import { type Session } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { deletePlaylist } from '../../storage/user/playlist.repository.js';
import { USER_DATABASE } from '../../tokens.js';
import { playlistNotFound } from '../own-playlist.js';
import { PlaylistEvents } from '../playlist-events.js';

@Injectable()
export class DeletePlaylist {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    private readonly events: PlaylistEvents,
  ) {}

  async execute(session: Session, id: string): Promise<void> {
    await this.database.write(async (tx) => {
      if (!(await deletePlaylist(tx, session.user_id, id))) throw playlistNotFound(id);
      await this.events.deleted(tx, session, id);
    });
  }
}
