import { Inject, Injectable } from '@nestjs/common';
import { CodedError, type Session } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { replaceTracks } from '../../storage/user/playlist.repository.js';
import { CATALOG_DATABASE, USER_DATABASE } from '../../tokens.js';
import { ownPlaylist } from '../own-playlist.js';
import { PlaylistEvents } from '../playlist-events.js';
import { refuseTooLong } from '../playlist-length.policy.js';
import { unknownTrack } from '../../storage/catalog/unknown-track.repository.js';

@Injectable()
export class AddTracks {
  constructor(
    @Inject(USER_DATABASE) private readonly database: Database,
    @Inject(CATALOG_DATABASE) private readonly catalog: Database,
    private readonly events: PlaylistEvents,
  ) {}

  /** Puts tracks of the catalog at the end; all of them or none. */
  async execute(session: Session, id: string, added: readonly string[]): Promise<void> {
    refuseTooLong(added.length);
    // Before the unit of work, which all other writes wait for. What is wrong is said in the order of the contract.
    const unknown = await unknownTrack(this.catalog.reads, added);
    await this.database.write(async (tx) => {
      const { tracks } = await ownPlaylist(tx, session.user_id, id);
      if (unknown !== undefined) throw unknownToCatalog(unknown);
      refuseTooLong(tracks.length + added.length);
      if (added.length === 0) return;
      const trackIds = [...tracks, ...added];
      await replaceTracks(tx, id, trackIds);
      await this.events.tracksUpdated(tx, session, id, trackIds);
    });
  }
}

const unknownToCatalog = (trackId: string): CodedError =>
  new CodedError('UNKNOWN_TRACK', `the catalog has no track with the id ${JSON.stringify(trackId)}`);
