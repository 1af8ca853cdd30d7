import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('catalog_batches')
@Index('catalog_batches_one_open', ['isOpen'], { unique: true, where: 'is_open = 1' })
@Index('catalog_batches_closed', ['closedAt'])
export class CatalogBatchEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  @Column('text', { nullable: true })
  description: string | null;

  @Column('integer', { name: 'is_open', default: 1 })
  isOpen: number;

  @Column('integer', { name: 'created_at' })
  createdAt: number;

  @Column('integer', { name: 'closed_at', nullable: true })
  closedAt: number | null;

  @Column('integer', { name: 'last_activity_at' })
  lastActivityAt: number;
}
