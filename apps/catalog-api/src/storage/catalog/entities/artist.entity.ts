import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ImageEntity } from './image.entity.js';

@Entity('artists')
@Index('artists_display_image', ['displayImageId'], { where: 'display_image_id IS NOT NULL' })
export class ArtistEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  /** JSON list of texts. */
  @Column('text', { nullable: true })
  genres: string | null;

  /** JSON list in the form of the API. */
  @Column('text', { name: 'activity_periods', nullable: true })
  activityPeriods: string | null;

  @ManyToOne(() => ImageEntity, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'display_image_id', foreignKeyConstraintName: 'artists_display_image_id_fk' })
  displayImage: ImageEntity | null;

  @Column('text', { name: 'display_image_id', nullable: true })
  displayImageId: string | null;
}
