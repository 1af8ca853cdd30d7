import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type JobDeclaration, type ReplyOf, type RequestOf, type ServiceName } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { Clockwork } from '../runs/clockwork.js';
import { dueTimeAfterChange } from '../schedules/due-times.js';
import {
  findJob,
  lastRunAtOf,
  listJobs,
  removeJobsBut,
  saveJob,
  saveNextRun,
  timingOf,
} from '../storage/jobs.repository.js';
import { addPendingHook, removePendingHook } from '../storage/pending-hooks.repository.js';
import { raisedSince } from '../storage/raised-hooks.repository.js';
import { CLOCK, CONFIG, DATABASE } from '../tokens.js';
import { refusalOf } from './refusal-of.js';
import { resolveDeclaration, type ResolvedDeclaration } from './resolve-declaration.js';

/** A service raises its hooks and announces its jobs in any order: so long before it counts a hook for a new job. */
const HOOK_MEMORY_MS = 60_000;

/** Takes note of the jobs a host has. A declaration that cannot be run is refused with the reason; the others count. */
@Injectable()
export class AnnounceJobs {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'jobs'>,
    private readonly clockwork: Clockwork,
  ) {}

  async execute({ host, jobs }: RequestOf<'jobs.announce'>): Promise<ReplyOf<'jobs.announce'>> {
    const judged = jobs.map((announced) => ({ announced, reason: refusalOf(announced) }));
    const accepted = judged.filter(({ reason }) => reason === undefined).map(({ announced }) => announced);
    const ids = accepted.map(({ id }) => id);
    await this.database.write(async (tx) => {
      await removeJobsBut(tx, host, ids);
      for (const announced of accepted) await this.save(tx, host, announced);
    });
    const refused = judged.flatMap(({ announced: { id }, reason }) => (reason === undefined ? [] : [{ id, reason }]));
    return { accepted: ids, refused };
  }

  /** At the start: the configuration may be another one than that of the process before, and hosts may be away. */
  async configureAnew(): Promise<void> {
    await this.database.write(async (tx) => {
      for (const { host, announced } of await listJobs(tx)) {
        if (refusalOf(announced) === undefined) await this.save(tx, host, announced);
      }
    });
  }

  /** An announcement that changes nothing about the schedule must not move the next due time. */
  private async save(tx: WriteTransaction, host: ServiceName, announced: JobDeclaration): Promise<void> {
    const now = this.clock.millis();
    const { id } = announced;
    const known = await findJob(tx, id);
    const declaration = resolveDeclaration(announced, this.config.jobs[id as keyof Config['jobs']]);
    await saveJob(tx, { host, announced, declaration }, now);
    if (known && isSameTiming(known.declaration, declaration)) return;
    const lastRunAt = await lastRunAtOf(tx, id);
    await saveNextRun(tx, id, dueTimeAfterChange(timingOf(declaration), lastRunAt, now));
    if (!declaration.enabled) await removePendingHook(tx, id);
    else if (!known) await this.recallHook(tx, declaration, now);
    tx.afterCommit(() => void this.clockwork.nudge());
  }

  /** With an interval a new job is due at once anyway. */
  private async recallHook(tx: WriteTransaction, { id, schedule }: JobDeclaration, now: number): Promise<void> {
    if (schedule.interval_seconds !== undefined && schedule.interval_start_seconds === undefined) return;
    const raised = await raisedSince(tx, now - HOOK_MEMORY_MS);
    const hook = schedule.hooks?.find((one) => raised.includes(one));
    if (hook) await addPendingHook(tx, { jobId: id, hook }, now);
  }
}

function isSameTiming(one: ResolvedDeclaration, other: ResolvedDeclaration): boolean {
  const [a, b] = [timingOf(one), timingOf(other)];
  return TIMING.every((key) => a[key] === b[key]);
}

const TIMING = ['cron', 'interval_seconds', 'interval_jitter_seconds', 'interval_start_seconds'] as const;
