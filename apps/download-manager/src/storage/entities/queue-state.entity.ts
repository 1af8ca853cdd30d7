import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('download_queue_state')
export class QueueStateEntity {
  @PrimaryColumn('text')
  key: string;

  /** JSON. */
  @Column('text')
  value: string;

  @Column('integer', { name: 'updated_at' })
  updatedAt: number;
}
