import { Inject, Injectable } from '@nestjs/common';
import { type Session } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { replaceTracks } from '../../storage/user/playlist.repository.js';
import { USER_DATABASE } from '../../tokens.js';
import { ownPlaylist } from '../own-playlist.js';
import { PlaylistEvents } from '../playlist-events.js';
import { withoutPositions } from './without-positions.js';

@Injectable()
export class RemoveTracks {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    private readonly events: PlaylistEvents,
  ) {}

  async execute(session: Session, id: string, positions: readonly number[]): Promise<void> {
    await this.database.write(async (tx) => {
      const { tracks } = await ownPlaylist(tx, session.user_id, id);
      const kept = withoutPositions(tracks, positions);
      if (kept.length === tracks.length) return;
      await replaceTracks(tx, id, kept);
      await this.events.tracksUpdated(tx, session, id, kept);
    });
  }
}
