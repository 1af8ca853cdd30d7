import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AlbumEntity } from './album.entity.js';
import { ImageEntity } from './image.entity.js';

@Entity('album_images', { withoutRowid: true })
@Index('album_images_image', ['imageId'])
export class AlbumImageEntity {
  @PrimaryColumn('text', { name: 'album_id' })
  albumId: string;

  @PrimaryColumn('text', { name: 'image_id' })
  imageId: string;

  @PrimaryColumn('text', { name: 'image_type' })
  imageType: string;

  @ManyToOne(() => AlbumEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'album_id', foreignKeyConstraintName: 'album_images_album_id_fk' })
  album: AlbumEntity;

  @ManyToOne(() => ImageEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'image_id', foreignKeyConstraintName: 'album_images_image_id_fk' })
  image: ImageEntity;

  @Column('integer')
  position: number;
}
