import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { QueueItemEntity } from './queue-item.entity.js';

/** Who takes part in a request: its first asker, and everyone who asked for the same album while it was on its way. */
@Entity('download_request_participant')
@Index('download_request_participant_user', ['userId', 'joinedAt'])
@Index('download_request_participant_joined', ['userId'], { where: 'has_joined = 1' })
export class ParticipantEntity {
  @PrimaryColumn('text', { name: 'queue_item_id' })
  queueItemId: string;

  @ManyToOne(() => QueueItemEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'queue_item_id', foreignKeyConstraintName: 'download_request_participant_queue_item_id_fk' })
  queueItem: QueueItemEntity;

  @PrimaryColumn('text', { name: 'user_id' })
  userId: string;

  @Column('integer', { name: 'joined_at' })
  joinedAt: number;

  /** 0 for the first asker. Never changes: it only keeps the search for what a user has joined from reading all he asked for. */
  @Column('integer', { name: 'has_joined' })
  hasJoined: number;
}
