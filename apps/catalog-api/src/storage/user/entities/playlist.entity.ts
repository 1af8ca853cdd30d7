import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

@Entity('user_playlist')
@Index('user_playlist_user', ['userId'])
export class PlaylistEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'user_playlist_user_id_fk' })
  user: UserEntity;

  @Column('integer', { name: 'creator_id' })
  creatorId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'creator_id', foreignKeyConstraintName: 'user_playlist_creator_id_fk' })
  creator: UserEntity;

  @Column('text')
  name: string;

  @Column('integer', { default: () => 'unixepoch()' })
  created: number;
}
