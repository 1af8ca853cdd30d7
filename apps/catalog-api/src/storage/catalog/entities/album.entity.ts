import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ImageEntity } from './image.entity.js';

@Entity('albums')
@Index('albums_display_image', ['displayImageId'], { where: 'display_image_id IS NOT NULL' })
export class AlbumEntity {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  @Column('text', { name: 'album_type' })
  albumType: string;

  @Column('text', { nullable: true })
  label: string | null;

  /** Unix seconds; negative before 1970. */
  @Column('integer', { name: 'release_date', nullable: true })
  releaseDate: number | null;

  /** JSON list of texts. */
  @Column('text', { nullable: true })
  genres: string | null;

  @Column('text', { name: 'original_title', nullable: true })
  originalTitle: string | null;

  @Column('text', { name: 'version_title', nullable: true })
  versionTitle: string | null;

  @ManyToOne(() => ImageEntity, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'display_image_id', foreignKeyConstraintName: 'albums_display_image_id_fk' })
  displayImage: ImageEntity | null;

  @Column('text', { name: 'display_image_id', nullable: true })
  displayImageId: string | null;
}
