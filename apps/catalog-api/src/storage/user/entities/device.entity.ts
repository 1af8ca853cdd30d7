import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

@Entity('device')
@Index('device_user_seen', ['userId', 'lastSeen'])
export class DeviceEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id: number;

  @Index('device_device_uuid', { unique: true })
  @Column('text', { name: 'device_uuid' })
  deviceUuid: string;

  @Column('integer', { name: 'user_id', nullable: true })
  userId: number | null;

  @ManyToOne(() => UserEntity, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'device_user_id_fk' })
  user: UserEntity | null;

  @Column('text', { name: 'device_type' })
  deviceType: string;

  @Column('text', { name: 'device_name', nullable: true })
  deviceName: string | null;

  @Column('text', { name: 'os_info', nullable: true })
  osInfo: string | null;

  @Column('integer', { name: 'first_seen', default: () => 'unixepoch()' })
  firstSeen: number;

  @Column('integer', { name: 'last_seen', default: () => 'unixepoch()' })
  lastSeen: number;
}
