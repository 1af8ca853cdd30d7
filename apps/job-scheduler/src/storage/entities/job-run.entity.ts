import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One due time or trigger: a run, or why there was none. Times are RFC 3339 UTC with milliseconds. */
@Entity('job_runs')
@Index('job_runs_newest', ['jobId', 'startedAt'])
@Index('job_runs_status', ['status'])
@Index('job_runs_one_running', ['jobId'], { unique: true, where: "status = 'running'" })
export class JobRunEntity {
  @PrimaryGeneratedColumn({ type: 'integer' })
  id: number;

  @Column('text', { name: 'job_id' })
  jobId: string;

  @Column('text', { name: 'started_at' })
  startedAt: string;

  @Column('text', { name: 'finished_at', nullable: true })
  finishedAt: string | null;

  @Column('text')
  status: string;

  @Column('text', { name: 'error_message', nullable: true })
  errorMessage: string | null;

  @Column('text', { name: 'triggered_by' })
  triggeredBy: string;

  @Column('text', { name: 'due_at', nullable: true })
  dueAt: string | null;

  @Column('text', { nullable: true })
  host: string | null;

  @Column('text', { name: 'lease_token', nullable: true })
  leaseToken: string | null;

  @Column('text', { name: 'lease_expires_at', nullable: true })
  leaseExpiresAt: string | null;

  /** When its host said that it runs it; null while it is being handed over, and for what never ran. */
  @Column('text', { name: 'taken_at', nullable: true })
  takenAt: string | null;

  @Column('integer', { name: 'is_forced', default: 0 })
  isForced: number;
}
