import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** The hash is Argon2id in PHC text. */
@Entity('user_password_credentials')
export class PasswordCredentialsEntity {
  @PrimaryColumn('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_password_credentials_user_id_fk' })
  user: UserEntity;

  @Column('text')
  hash: string;

  @Column('integer', { default: () => 'unixepoch()' })
  created: number;

  @Column('integer', { name: 'last_tried', nullable: true })
  lastTried: number | null;

  @Column('integer', { name: 'last_used', nullable: true })
  lastUsed: number | null;
}
