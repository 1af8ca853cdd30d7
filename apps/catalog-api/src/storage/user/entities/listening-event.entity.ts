import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** `date` is the UTC day of `startedAt` as YYYYMMDD. */
@Entity('listening_events')
@Index('listening_events_session', ['userId', 'sessionId'], { unique: true, where: 'session_id IS NOT NULL' })
@Index('listening_events_user_started', ['userId', 'startedAt'])
@Index('listening_events_user_track', ['userId', 'trackId', 'startedAt', 'durationSeconds'])
@Index('listening_events_track_date', ['trackId', 'date'])
@Index('listening_events_date', ['date'])
export class ListeningEventEntity {
  @PrimaryColumn('integer')
  id: number;

  @Column('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'listening_events_user_id_fk' })
  user: UserEntity;

  @Column('text', { name: 'track_id' })
  trackId: string;

  @Column('text', { name: 'session_id', nullable: true })
  sessionId: string | null;

  @Column('integer', { name: 'started_at' })
  startedAt: number;

  @Column('integer', { name: 'ended_at', nullable: true })
  endedAt: number | null;

  @Column('integer', { name: 'duration_seconds' })
  durationSeconds: number;

  @Column('integer', { name: 'track_duration_seconds' })
  trackDurationSeconds: number;

  @Column('integer', { default: 0 })
  completed: number;

  @Column('integer', { name: 'seek_count', default: 0 })
  seekCount: number;

  @Column('integer', { name: 'pause_count', default: 0 })
  pauseCount: number;

  @Column('text', { name: 'playback_context', nullable: true })
  playbackContext: string | null;

  @Column('text', { name: 'client_type', nullable: true })
  clientType: string | null;

  @Column('integer')
  date: number;

  @Column('integer', { default: () => 'unixepoch()' })
  created: number;
}
