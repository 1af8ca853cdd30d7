import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The number of rows of a kind, kept by triggers. */
@Entity('catalog_counts')
export class CatalogCountEntity {
  @PrimaryColumn('text', { name: 'item_type' })
  itemType: string;

  @Column('integer')
  items: number;
}
