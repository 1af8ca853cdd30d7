import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** What an administrator did with a job. `details` is JSON. */
@Entity('job_audit')
@Index('job_audit_of_job', ['jobId'])
export class JobAuditEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id: number;

  @Column('text')
  at: string;

  @Column('integer', { name: 'user_id' })
  userId: number;

  @Column('text', { name: 'user_handle' })
  userHandle: string;

  @Column('text')
  action: string;

  @Column('text', { name: 'job_id' })
  jobId: string;

  @Column('integer', { name: 'run_id', nullable: true })
  runId: number | null;

  @Column('text')
  details: string;
}
