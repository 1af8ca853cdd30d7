import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

@Entity('user_role')
export class UserRoleEntity {
  @PrimaryColumn('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_role_user_id_fk' })
  user: UserEntity;

  @PrimaryColumn('text')
  role: string;

  @Column('integer', { default: () => 'unixepoch()' })
  created: number;
}
