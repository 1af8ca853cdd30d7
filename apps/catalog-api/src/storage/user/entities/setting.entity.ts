import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** `settingValue` is `true` or `false`. */
@Entity('user_settings')
export class SettingEntity {
  @PrimaryColumn('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_settings_user_id_fk' })
  user: UserEntity;

  @PrimaryColumn('text', { name: 'setting_key' })
  settingKey: string;

  @Column('text', { name: 'setting_value', nullable: true })
  settingValue: string | null;

  @Column('integer', { default: () => 'unixepoch()' })
  updated: number;
}
