import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An album nobody wants: its last request was deleted while it was on its way, or after it was cancelled. */
@Entity('unwanted_album', { withoutRowid: true })
export class UnwantedAlbumEntity {
  @PrimaryColumn('text', { name: 'album_id' })
  albumId: string;

  @Column('integer')
  since: number;
}
