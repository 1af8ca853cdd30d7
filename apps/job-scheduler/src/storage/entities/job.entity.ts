import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A job as its host last announced it. `declaration` is JSON in the shape of the contract. */
@Entity('job')
export class JobEntity {
  @PrimaryColumn('text', { name: 'job_id' })
  jobId: string;

  @Column('text')
  host: string;

  @Column('text')
  declaration: string;

  @Column('text', { name: 'announced_at' })
  announcedAt: string;
}
