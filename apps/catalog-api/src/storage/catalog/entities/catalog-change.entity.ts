import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { CatalogBatchEntity } from './catalog-batch.entity.js';

@Entity('catalog_change_log')
@Index('catalog_change_log_batch', ['batchId'])
@Index('catalog_change_log_entity', ['entityType', 'entityId'])
@Index('catalog_change_log_newest', ['createdAt'])
@Index('catalog_change_log_summary', ['batchId', 'entityType', 'operation'])
export class CatalogChangeEntity {
  @PrimaryColumn('integer')
  id: number;

  @ManyToOne(() => CatalogBatchEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'batch_id', foreignKeyConstraintName: 'catalog_change_log_batch_id_fk' })
  batch: CatalogBatchEntity;

  @Column('text', { name: 'batch_id' })
  batchId: string;

  @Column('text', { name: 'entity_type' })
  entityType: string;

  @Column('text', { name: 'entity_id' })
  entityId: string;

  @Column('text')
  operation: string;

  /** JSON: `{field: {old, new}}`. */
  @Column('text', { name: 'field_changes' })
  fieldChanges: string;

  /** JSON. */
  @Column('text', { name: 'entity_snapshot' })
  entitySnapshot: string;

  @Column('text', { name: 'display_summary', nullable: true })
  displaySummary: string | null;

  @Column('integer', { name: 'created_at' })
  createdAt: number;
}
