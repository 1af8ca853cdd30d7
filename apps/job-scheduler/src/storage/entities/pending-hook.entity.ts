import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A hook that was raised for a job and has not become a run yet. One row a job: a burst becomes one run. */
@Entity('pending_hook')
export class PendingHookEntity {
  @PrimaryColumn('text', { name: 'job_id' })
  jobId: string;

  @Column('text')
  hook: string;

  @Column('text', { name: 'raised_at' })
  raisedAt: string;
}
