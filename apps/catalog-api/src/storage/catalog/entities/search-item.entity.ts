import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/**
 * One searchable name. The row id is written down because the full-text indexes refer to it; each type has a block of
 * row ids of its own, which lets a full-text query be limited per type (see search-rows.ts).
 */
@Entity('search_items')
@Unique('search_items_entity', ['itemType', 'itemId'])
@Index('search_items_text', ['itemType', 'matchableText', 'itemId'])
export class SearchItemEntity {
  @PrimaryColumn('integer')
  rowid: number;

  @Column('text', { name: 'item_type' })
  itemType: string;

  @Column('text', { name: 'item_id' })
  itemId: string;

  /** The name in lower case, without accents and punctuation. */
  @Column('text', { name: 'matchable_text' })
  matchableText: string;
}
