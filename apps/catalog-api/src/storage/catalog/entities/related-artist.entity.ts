import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ArtistEntity } from './artist.entity.js';

@Entity('related_artists', { withoutRowid: true })
@Index('related_artists_related', ['relatedArtistId'])
export class RelatedArtistEntity {
  @PrimaryColumn('text', { name: 'artist_id' })
  artistId: string;

  @PrimaryColumn('text', { name: 'related_artist_id' })
  relatedArtistId: string;

  @ManyToOne(() => ArtistEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'artist_id', foreignKeyConstraintName: 'related_artists_artist_id_fk' })
  artist: ArtistEntity;

  @ManyToOne(() => ArtistEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'related_artist_id', foreignKeyConstraintName: 'related_artists_related_artist_id_fk' })
  relatedArtist: ArtistEntity;
}
