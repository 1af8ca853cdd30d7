import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the rows of the index depend on: the folder they describe and the rules they were read by. */
@Entity('index_property')
export class IndexPropertyEntity {
  @PrimaryColumn('text')
  name: string;

  @Column('text')
  value: string;
}
