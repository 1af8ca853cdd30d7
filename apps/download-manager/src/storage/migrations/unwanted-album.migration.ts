import { ForwardMigration } from '@pezzottify/persistence';

/** What nobody wants is remembered without its request; albums of the hour are counted by the activity log. */
export class UnwantedAlbum1764900000000 extends ForwardMigration {
  readonly name = 'UnwantedAlbum1764900000000';

  protected readonly statements = [
    'CREATE TABLE unwanted_album (album_id TEXT PRIMARY KEY NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID',
    'DROP INDEX download_queue_expanded',
  ];
}
