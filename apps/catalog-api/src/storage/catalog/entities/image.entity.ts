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
}
