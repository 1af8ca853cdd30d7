import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AlbumEntity } from './album.entity.js';
import { ArtistEntity } from './artist.entity.js';

@Entity('album_artists', { withoutRowid: true })
@Index('album_artists_artist', ['artistId'])
export class AlbumArtistEntity {
  @PrimaryColumn('text', { name: 'album_id' })
  albumId: string;

  @PrimaryColumn('text', { name: 'artist_id' })
  artistId: string;

  @ManyToOne(() => AlbumEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'album_id', foreignKeyConstraintName: 'album_artists_album_id_fk' })
  album: AlbumEntity;

  @ManyToOne(() => ArtistEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'artist_id', foreignKeyConstraintName: 'album_artists_artist_id_fk' })
  artist: ArtistEntity;

  @Column('integer')
  position: number;
}
