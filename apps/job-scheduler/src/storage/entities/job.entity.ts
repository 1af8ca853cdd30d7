import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A job the scheduler knows. `declaration` is JSON in the shape of the contract, with what the configuration says. */
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

  /** As its host announced it; null in rows of earlier versions, which knew no difference. */
  @Column('text', { nullable: true })
  announced: string | null;
}
