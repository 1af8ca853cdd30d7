import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A job that neither its schedule nor hooks start. Times are RFC 3339 UTC with milliseconds. */
@Entity('job_pause')
export class JobPauseEntity {
  @PrimaryColumn('text', { name: 'job_id' })
  jobId: string;

  /** Handle of the administrator. */
  @Column('text')
  owner: string;

  @Column('text')
  reason: string;

  @Column('text', { name: 'paused_at' })
  pausedAt: string;

  /** Null: until somebody resumes it. */
  @Column('text', { name: 'expires_at', nullable: true })
  expiresAt: string | null;
}
