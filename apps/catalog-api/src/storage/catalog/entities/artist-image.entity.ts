import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { ArtistEntity } from './artist.entity.js';
import { ImageEntity } from './image.entity.js';

@Entity('artist_images', { withoutRowid: true })
@Index('artist_images_image', ['imageId'])
export class ArtistImageEntity {
  @PrimaryColumn('text', { name: 'artist_id' })
  artistId: string;

  @PrimaryColumn('text', { name: 'image_id' })
  imageId: string;

  @PrimaryColumn('text', { name: 'image_type' })
  imageType: string;

  @ManyToOne(() => ArtistEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'artist_id', foreignKeyConstraintName: 'artist_images_artist_id_fk' })
  artist: ArtistEntity;

  @ManyToOne(() => ImageEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'image_id', foreignKeyConstraintName: 'artist_images_image_id_fk' })
  image: ImageEntity;

  @Column('integer')
  position: number;
}
