import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ArtistEntity } from './artist.entity.js';
import { TrackEntity } from './track.entity.js';

@Entity('track_artists', { withoutRowid: true })
@Index('track_artists_artist', ['artistId'])
export class TrackArtistEntity {
  @PrimaryColumn('text', { name: 'track_id' })
  trackId: string;

  @PrimaryColumn('text', { name: 'artist_id' })
  artistId: string;

  @PrimaryColumn('text')
  role: string;

  @ManyToOne(() => TrackEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'track_id', foreignKeyConstraintName: 'track_artists_track_id_fk' })
  track: TrackEntity;

  @ManyToOne(() => ArtistEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'artist_id', foreignKeyConstraintName: 'track_artists_artist_id_fk' })
  artist: ArtistEntity;

  @Column('integer')
  position: number;
}
