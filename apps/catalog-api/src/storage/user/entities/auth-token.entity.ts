import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { DeviceEntity } from './device.entity.js';
import { UserEntity } from './user.entity.js';

/** The token itself is nowhere: `token_hash` is its SHA-256 in hex. */
@Entity('auth_token')
@Index('auth_token_user', ['userId'])
@Index('auth_token_device', ['deviceId'])
@Index('auth_token_last_used', ['lastUsed'])
export class AuthTokenEntity {
  @PrimaryColumn('integer')
  id: number;

  @Column('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'auth_token_user_id_fk' })
  user: UserEntity;

  @Index('auth_token_token_hash', { unique: true })
  @Column('text', { name: 'token_hash' })
  tokenHash: string;

  @Column('integer', { name: 'device_id', nullable: true })
  deviceId: number | null;

  @ManyToOne(() => DeviceEntity, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'device_id', foreignKeyConstraintName: 'auth_token_device_id_fk' })
  device: DeviceEntity | null;

  @Column('integer', { default: () => 'unixepoch()' })
  created: number;

  @Column('integer', { name: 'last_used', default: () => 'unixepoch()' })
  lastUsed: number;
}
