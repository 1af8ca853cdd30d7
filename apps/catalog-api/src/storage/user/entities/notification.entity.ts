import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** `data` is JSON. */
@Entity('user_notifications')
@Index('user_notifications_newest', ['userId', 'createdAt'])
export class NotificationEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_notifications_user_id_fk' })
  user: UserEntity;

  @Column('text', { name: 'notification_type' })
  notificationType: string;

  @Column('text')
  title: string;

  @Column('text', { nullable: true })
  body: string | null;

  @Column('text')
  data: string;

  @Column('integer', { name: 'read_at', nullable: true })
  readAt: number | null;

  @Column('integer', { name: 'created_at', default: () => 'unixepoch()' })
  createdAt: number;
}
