import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

@Entity('bandwidth_usage')
@Index('bandwidth_usage_once', ['userId', 'date', 'endpointCategory'], { unique: true })
@Index('bandwidth_usage_date', ['date'])
export class BandwidthUsageEntity {
  @PrimaryColumn('integer')
  id: number;

  @Column('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'bandwidth_usage_user_id_fk' })
  user: UserEntity;

  @Column('integer')
  date: number;

  @Column('text', { name: 'endpoint_category' })
  endpointCategory: string;

  @Column('integer', { name: 'bytes_sent' })
  bytesSent: number;

  @Column('integer', { name: 'request_count' })
  requestCount: number;

  @Column('integer', { default: () => 'unixepoch()' })
  updated: number;
}
