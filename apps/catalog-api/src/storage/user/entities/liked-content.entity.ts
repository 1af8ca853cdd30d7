import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** `contentType`: 1 artist, 2 album, 3 track. */
@Entity('liked_content')
@Index('liked_content_once', ['userId', 'contentType', 'contentId'], { unique: true })
export class LikedContentEntity {
  @PrimaryColumn('integer')
  id: number;

  @Column('integer', { name: 'user_id' })
  userId: number;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'liked_content_user_id_fk' })
  user: UserEntity;

  @Column('integer', { name: 'content_type' })
  contentType: number;

  @Column('text', { name: 'content_id' })
  contentId: string;

  @Column('integer', { default: () => 'unixepoch()' })
  created: number;
}
