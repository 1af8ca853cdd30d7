import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A file of the library as it was when it was last read. */
@Entity('known_file')
export class KnownFileEntity {
  @PrimaryColumn('text')
  path: string;

  @Column('integer')
  size: number;

  @Column('integer', { name: 'modified_micros' })
  modifiedMicros: number;

  /** JSON of FileContent. */
  @Column('text')
  content: string;
}
