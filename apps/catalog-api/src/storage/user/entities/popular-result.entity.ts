import { Column, Entity, PrimaryColumn } from 'typeorm';

/** `kind` is `album` or `artist`. */
@Entity('popular_result')
export class PopularResultEntity {
  @PrimaryColumn('text')
  kind: string;

  @PrimaryColumn('integer')
  rank: number;

  @Column('text', { name: 'entity_id' })
  entityId: string;

  @Column('integer', { name: 'play_count' })
  playCount: number;

  @Column('integer', { name: 'computed_at' })
  computedAt: number;
}
