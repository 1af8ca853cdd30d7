import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Ids are never used again: sync sequences and download rows of a deleted user must not pass to another. */
@Entity('user')
export class UserEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id: number;

  @Index('user_handle', { unique: true })
  @Column('text')
  handle: string;

  @Column('integer', { default: () => 'unixepoch()' })
  created: number;

  @Column('integer', { name: 'last_event_seq', default: 0 })
  lastEventSeq: number;
}
