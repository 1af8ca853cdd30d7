import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('server_state')
export class ServerStateEntity {
  @PrimaryColumn('text')
  key: string;

  @Column('text')
  value: string;

  @Column('text', { name: 'updated_at' })
  updatedAt: string;
}
