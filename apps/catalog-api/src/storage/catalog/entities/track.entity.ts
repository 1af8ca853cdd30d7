import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AlbumEntity } from './album.entity.js';

@Entity('tracks')
@Index('tracks_album_order', ['albumId', 'discNumber', 'trackNumber'])
export class TrackEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  @ManyToOne(() => AlbumEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'album_id', foreignKeyConstraintName: 'tracks_album_id_fk' })
  album: AlbumEntity;

  @Column('text', { name: 'album_id' })
  albumId: string;

  @Column('integer', { name: 'disc_number', default: 1 })
  discNumber: number;

  @Column('integer', { name: 'track_number' })
  trackNumber: number;

  @Column('integer', { name: 'duration_secs', nullable: true })
  durationSecs: number | null;

  @Column('integer', { name: 'is_explicit', default: 0 })
  isExplicit: number;

  /** Path below the media root. */
  @Column('text', { name: 'audio_uri' })
  audioUri: string;

  @Column('text')
  format: string;

  /** JSON list of texts. */
  @Column('text', { nullable: true })
  tags: string | null;

  @Column('integer', { name: 'has_lyrics', default: 0 })
  hasLyrics: number;

  /** JSON list of texts. */
  @Column('text', { nullable: true })
  languages: string | null;

  @Column('text', { name: 'original_title', nullable: true })
  originalTitle: string | null;

  @Column('text', { name: 'version_title', nullable: true })
  versionTitle: string | null;

  /** Of the file when it was attached. */
  @Column('integer', { name: 'audio_bytes', nullable: true })
  audioBytes: number | null;

  @Column('text', { name: 'audio_crc32', nullable: true })
  audioCrc32: string | null;
}
