import { Inject, Injectable } from '@nestjs/common';
import { type Session } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { randomAlphanumerics } from '../../sessions/session-token.js';
import { insertPlaylist, replaceTracks } from '../../storage/user/playlist.repository.js';
import { CLOCK, USER_DATABASE } from '../../tokens.js';
import { PlaylistEvents } from '../playlist-events.js';
import { refuseTooLong } from '../playlist-length.policy.js';

const ID_LENGTH = 16;

@Injectable()
export class CreatePlaylist {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly events: PlaylistEvents,
  ) {}

  /** Returns the new id. The tracks need not be in the catalog. */
  async execute(session: Session, name: string, trackIds: readonly string[]): Promise<string> {
    refuseTooLong(trackIds.length);
    const id = randomAlphanumerics(ID_LENGTH);
    await this.database.write(async (tx) => {
      await insertPlaylist(tx, { id, userId: session.user_id, name, now: this.clock.seconds() });
      await replaceTracks(tx, id, trackIds);
      await this.events.created(tx, session, id, name);
    });
    return id;
  }
}
