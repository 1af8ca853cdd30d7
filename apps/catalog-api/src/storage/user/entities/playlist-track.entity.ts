import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { PlaylistEntity } from './playlist.entity.js';

@Entity('user_playlist_tracks')
@Index('user_playlist_tracks_position', ['playlistId', 'position'], { unique: true })
export class PlaylistTrackEntity {
  @PrimaryColumn('integer')
  id: number;

  @Column('text', { name: 'playlist_id' })
  playlistId: string;

  @ManyToOne(() => PlaylistEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'playlist_id', foreignKeyConstraintName: 'user_playlist_tracks_playlist_id_fk' })
  playlist: PlaylistEntity;

  @Column('text', { name: 'track_id' })
  trackId: string;

  @Column('integer')
  position: number;
}
