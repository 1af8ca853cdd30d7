import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** A grant. `endedAt`: its end has been announced. */
@Entity('user_extra_permission')
@Index('user_extra_permission_user', ['userId'])
@Index('user_extra_permission_ending', ['endTime'], { where: 'ended_at IS NULL' })
@Check('user_extra_permission_permission_check', 'permission BETWEEN 1 AND 10')
@Check('user_extra_permission_countdown_check', 'countdown >= 0')
export class ExtraPermissionEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id: number;

  @Column('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_extra_permission_user_id_fk' })
  user: UserEntity;

  @Column('integer')
  permission: number;

  @Column('integer', { name: 'start_time' })
  startTime: number;

  @Column('integer', { name: 'end_time', nullable: true })
  endTime: number | null;

  @Column('integer', { nullable: true })
  countdown: number | null;

  @Column('integer', { default: () => 'unixepoch()' })
  created: number;

  @Column('integer', { name: 'ended_at', nullable: true })
  endedAt: number | null;
}
