import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** When a job is due next. Times are RFC 3339 UTC with milliseconds. */
@Entity('job_schedules')
@Index('job_schedules_next', ['nextRunAt'])
export class JobScheduleEntity {
  @PrimaryColumn('text', { name: 'job_id' })
  jobId: string;

  @Column('text', { name: 'next_run_at', nullable: true })
  nextRunAt: string | null;

  @Column('text', { name: 'last_run_at', nullable: true })
  lastRunAt: string | null;
}
