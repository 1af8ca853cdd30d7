import { Inject, Injectable } from '@nestjs/common';
import { CodedError } from '@pezzottify/contracts';
import { type Database } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { Clockwork } from '../runs/clockwork.js';
import { recordDeed, type Administrator } from '../storage/audit.repository.js';
import { toText } from '../storage/instant.js';
import { removePause, savePause } from '../storage/pauses.repository.js';
import { CLOCK, DATABASE } from '../tokens.js';
import { requireJob } from './require-job.js';

export interface WantedPause {
  readonly reason: string;
  /** Milliseconds; at most one of the two. */
  readonly expiresAt?: number | undefined;
  readonly durationMs?: number | undefined;
}

/** Keeps schedule and hooks from starting a job, for a time or until it is resumed. A run that is going goes on. */
@Injectable()
export class PauseJob {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly clockwork: Clockwork,
  ) {}

  async pause(jobId: string, wanted: WantedPause, by: Administrator): Promise<void> {
    // What has come until now is not the pause's to suppress.
    await this.clockwork.nudge();
    const now = this.clock.millis();
    const until = endOf(wanted, now);
    await this.database.write(async (tx) => {
      await requireJob(tx, jobId);
      await savePause(tx, jobId, { from: now, until, owner: by.handle, reason: wanted.reason });
      const details = { reason: wanted.reason, expires_at: until === null ? null : toText(until) };
      await recordDeed(tx, { by, action: 'pause', jobId, details }, now);
    });
  }

  /** Resuming a job that is not paused changes nothing and is no deed. Hooks that waited start it now. */
  async resume(jobId: string, by: Administrator): Promise<void> {
    // Due times that came during the pause are its, not the schedule's.
    await this.clockwork.nudge();
    await this.database.write(async (tx) => {
      await requireJob(tx, jobId);
      if (!(await removePause(tx, jobId))) return;
      await recordDeed(tx, { by, action: 'resume', jobId, details: {} }, this.clock.millis());
      tx.afterCommit(() => void this.clockwork.nudge());
    });
  }
}

function endOf({ expiresAt, durationMs }: WantedPause, now: number): number | null {
  if (expiresAt !== undefined && durationMs !== undefined)
    throw new CodedError('INVALID_VALUE', 'expires_at and duration_secs exclude each other');
  const until = expiresAt ?? (durationMs === undefined ? null : now + durationMs);
  if (until !== null && until <= now) throw new CodedError('INVALID_VALUE', 'expires_at must be in the future');
  return until;
}
