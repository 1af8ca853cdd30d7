import { Inject, Injectable } from '@nestjs/common';
import { type JobDeclaration, type ReplyOf, type RequestOf, type ServiceName } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { Clockwork } from '../runs/clockwork.js';
import { dueTimeAfterChange } from '../schedules/due-times.js';
import {
  findJob,
  lastRunAtOf,
  removeJobsBut,
  saveJob,
  saveNextRun,
  type KnownJob,
} from '../storage/jobs.repository.js';
import { addPendingHook } from '../storage/pending-hooks.repository.js';
import { raisedSince } from '../storage/raised-hooks.repository.js';
import { CLOCK, DATABASE } from '../tokens.js';
import { refusalOf } from './refusal-of.js';

/** A service raises its hooks and announces its jobs in any order: so long before it counts a hook for a new job. */
const HOOK_MEMORY_MS = 60_000;

/** Takes note of the jobs a host has. A declaration that cannot be run is refused with the reason; the others count. */
@Injectable()
export class AnnounceJobs {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly clockwork: Clockwork,
  ) {}

  async execute({ host, jobs }: RequestOf<'jobs.announce'>): Promise<ReplyOf<'jobs.announce'>> {
    const judged = jobs.map((declaration) => ({ declaration, reason: refusalOf(declaration) }));
    const accepted = judged.filter(({ reason }) => reason === undefined).map(({ declaration }) => declaration);
    const ids = accepted.map(({ id }) => id);
    await this.database.write(async (tx) => {
      await removeJobsBut(tx, host, ids);
      for (const declaration of accepted) await this.save(tx, host, declaration);
    });
    const refused = judged.flatMap(({ declaration: { id }, reason }) => (reason === undefined ? [] : [{ id, reason }]));
    return { accepted: ids, refused };
  }

  /** An announcement that changes nothing about the schedule must not move the next due time. */
  private async save(tx: WriteTransaction, host: ServiceName, declaration: JobDeclaration): Promise<void> {
    const now = this.clock.millis();
    const known = await findJob(tx, declaration.id);
    await saveJob(tx, host, declaration, now);
    if (known && isSameTiming(known, declaration)) return;
    const lastRunAt = await lastRunAtOf(tx, declaration.id);
    await saveNextRun(tx, declaration.id, dueTimeAfterChange(declaration.schedule, lastRunAt, now));
    if (!known) await this.recallHook(tx, declaration, now);
    tx.afterCommit(() => void this.clockwork.nudge());
  }

  /** With an interval a new job is due at once anyway. */
  private async recallHook(tx: WriteTransaction, { id, schedule }: JobDeclaration, now: number): Promise<void> {
    if (schedule.interval_seconds !== undefined) return;
    const raised = await raisedSince(tx, now - HOOK_MEMORY_MS);
    const hook = schedule.hooks?.find((one) => raised.includes(one));
    if (hook) await addPendingHook(tx, { jobId: id, hook }, now);
  }
}

const isSameTiming = ({ declaration: { schedule: one } }: KnownJob, { schedule: other }: JobDeclaration): boolean =>
  one.cron === other.cron && one.interval_seconds === other.interval_seconds;
