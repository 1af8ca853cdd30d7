import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { type Config } from '@pezzottify/config';
import { type JobDeclaration, type ReplyOf, type RequestOf } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { Clockwork } from '../runs/clockwork.js';
import { HostDoor } from '../runs/host-door.js';
import { dueTimeAfterChange } from '../schedules/due-times.js';
import {
  findJobs,
  lastRunTimes,
  listJobs,
  removeJobsBut,
  saveJobs,
  saveNextRuns,
  timingOf,
  type JobToSave,
  type KnownJob,
} from '../storage/jobs.repository.js';
import { addPendingHook, removePendingHooks } from '../storage/pending-hooks.repository.js';
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
    private readonly door: HostDoor,
  ) {}

  async execute({ host, jobs, takes_many }: RequestOf<'jobs.announce'>): Promise<ReplyOf<'jobs.announce'>> {
    this.door.knows(host, { takesMany: takes_many === true });
    const judged = jobs.map((announced) => ({ announced, reason: refusalOf(announced) }));
    const accepted = judged.filter(({ reason }) => reason === undefined).map(({ announced }) => announced);
    const ids = accepted.map(({ id }) => id);
    await this.database.write(async (tx) => {
      await removeJobsBut(tx, host, ids);
      await this.save(
        tx,
        accepted.map((announced) => ({ host, announced })),
      );
    });
    const refused = judged.flatMap(({ announced: { id }, reason }) => (reason === undefined ? [] : [{ id, reason }]));
    return { accepted: ids, refused, takes_many: true };
  }

  /** At the start: the configuration may be another one than that of the process before, and hosts may be away. */
  async configureAnew(): Promise<void> {
    await this.database.write(async (tx) => {
      const jobs = await listJobs(tx);
      await this.save(
        tx,
        jobs.filter(({ announced }) => refusalOf(announced) === undefined),
      );
    });
  }

  /** Hosts repeat themselves every half minute: what they have said before costs nothing but reading it. */
  private async save(tx: WriteTransaction, announcements: readonly Announcement[]): Promise<void> {
    const now = this.clock.millis();
    const known = await findJobs(
      tx,
      announcements.map(({ announced: { id } }) => id),
    );
    const news = announcements
      .map(({ host, announced }) => ({ host, announced, declaration: this.resolve(announced) }))
      .filter((job) => !isSaved(job, known.get(job.announced.id)));
    await saveJobs(tx, news, now);
    const retimed = news.filter(({ declaration }) => !hasTimingOf(declaration, known.get(declaration.id)));
    await this.schedule(tx, retimed, now);
    for (const { declaration } of retimed)
      if (declaration.enabled && !known.has(declaration.id)) await this.recallHook(tx, declaration, now);
    if (retimed.length > 0) tx.afterCommit(() => void this.clockwork.nudge());
  }

  private resolve(announced: JobDeclaration): ResolvedDeclaration {
    return resolveDeclaration(announced, this.config.jobs[announced.id as keyof Config['jobs']]);
  }

  private async schedule(tx: WriteTransaction, jobs: readonly JobToSave[], now: number): Promise<void> {
    const ids = jobs.map(({ declaration: { id } }) => id);
    const lastRuns = await lastRunTimes(tx, ids);
    const nextRuns = jobs.map(({ declaration }) => ({
      jobId: declaration.id,
      nextRunAt: dueTimeAfterChange(timingOf(declaration), lastRuns.get(declaration.id) ?? null, now),
    }));
    await saveNextRuns(tx, nextRuns);
    const switchedOff = jobs.filter(({ declaration }) => !declaration.enabled);
    await removePendingHooks(
      tx,
      switchedOff.map(({ declaration: { id } }) => id),
    );
  }

  /** With an interval a new job is due at once anyway. */
  private async recallHook(tx: WriteTransaction, { id, schedule }: JobDeclaration, now: number): Promise<void> {
    if (schedule.interval_seconds !== undefined && schedule.interval_start_seconds === undefined) return;
    const raised = await raisedSince(tx, now - HOOK_MEMORY_MS);
    const hook = schedule.hooks?.find((one) => raised.includes(one));
    if (hook) await addPendingHook(tx, { jobId: id, hook }, now);
  }
}

type Announcement = Pick<JobToSave, 'host' | 'announced'>;

const isSaved = (job: JobToSave, known: KnownJob | undefined): boolean =>
  job.host === known?.host &&
  isDeepStrictEqual(job.announced, known.announced) &&
  isDeepStrictEqual(job.declaration, known.declaration);

/** An announcement that changes nothing about the schedule must not move the next due time. */
function hasTimingOf(declaration: ResolvedDeclaration, known: KnownJob | undefined): boolean {
  if (!known) return false;
  const [one, other] = [timingOf(declaration), timingOf(known.declaration)];
  return TIMING.every((key) => one[key] === other[key]);
}

const TIMING = ['cron', 'interval_seconds', 'interval_jitter_seconds', 'interval_start_seconds'] as const;
