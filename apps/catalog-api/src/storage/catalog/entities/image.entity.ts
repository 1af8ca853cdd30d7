import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('images')
export class ImageEntity {
  @PrimaryColumn('text')
  id: string;

  /** Path below the media root. */
  @Column('text')
  uri: string;

  @Column('text')
  size: string;

  @Column('integer')
  width: number;

  @Column('integer')
  height: number;

  /** Of the file when it was attached. */
  @Column('integer', { name: 'file_bytes', nullable: true })
  fileBytes: number | null;

  @Column('text', { name: 'file_crc32', nullable: true })
  fileCrc32: string | null;
}
