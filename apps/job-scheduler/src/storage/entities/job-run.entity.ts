import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** One due time or trigger: a run, or why there was none. Times are RFC 3339 UTC with milliseconds. */
@Entity('job_runs')
@Index('job_runs_newest', ['jobId', 'startedAt'])
@Index('job_runs_status', ['status'])
@Index('job_runs_one_per_due_time', ['jobId', 'dueAt'], { unique: true, where: 'due_at IS NOT NULL' })
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

  /** JSON; null when none were given. */
  @Column('text', { nullable: true })
  parameters: string | null;

  /** What a completed run says of itself. */
  @Column('text', { nullable: true })
  summary: string | null;

  @Column('text', { name: 'error_class', nullable: true })
  errorClass: string | null;

  /** JSON: the last that was heard of it. */
  @Column('text', { nullable: true })
  progress: string | null;

  /** JSON: the last lines of its log. */
  @Column('text', { name: 'log_tail', nullable: true })
  logTail: string | null;

  /** Its host is told by every heartbeat from then on. */
  @Column('text', { name: 'cancel_requested_at', nullable: true })
  cancelRequestedAt: string | null;
}
