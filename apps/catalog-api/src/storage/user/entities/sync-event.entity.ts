import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** `seq` is counted per user in `user.last_event_seq`, in the transaction that writes the row: no gaps, never used again. */
@Entity('user_events')
@Index('user_events_timestamp', ['serverTimestamp'])
export class SyncEventEntity {
  @PrimaryColumn('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_events_user_id_fk' })
  user: UserEntity;

  @PrimaryColumn('integer')
  seq: number;

  @Column('text', { name: 'event_type' })
  eventType: string;

  @Column('text')
  payload: string;

  @Column('integer', { name: 'server_timestamp', default: () => 'unixepoch()' })
  serverTimestamp: number;
}
