import { Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { DeviceEntity } from './device.entity.js';

/** Setting keys this device has written itself: the only ones a released Android app may be sent. */
@Entity('device_setting_key')
export class DeviceSettingKeyEntity {
  @PrimaryColumn('integer', { name: 'device_id' })
  deviceId: number;

  @ManyToOne(() => DeviceEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'device_id', foreignKeyConstraintName: 'device_setting_key_device_id_fk' })
  device: DeviceEntity;

  @PrimaryColumn('text', { name: 'setting_key' })
  settingKey: string;
}
