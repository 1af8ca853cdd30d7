import { Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ArtistEntity } from './artist.entity.js';

/**
 * That an artist was said to be related to another, who may not be in the catalog yet: the link is made when both are.
 * Without this memory a relation would be lost whenever the related artist arrives second.
 */
@Entity('related_artist_hints', { withoutRowid: true })
@Index('related_artist_hints_related', ['relatedArtistId'])
export class RelatedArtistHintEntity {
  @PrimaryColumn('text', { name: 'artist_id' })
  artistId: string;

  @PrimaryColumn('text', { name: 'related_artist_id' })
  relatedArtistId: string;

  @ManyToOne(() => ArtistEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'artist_id', foreignKeyConstraintName: 'related_artist_hints_artist_id_fk' })
  artist: ArtistEntity;
}
