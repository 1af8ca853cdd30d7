import { Inject, Injectable } from '@nestjs/common';
import { type JobDeclaration, type ReplyOf, type RequestOf } from '@pezzottify/contracts';
import { type Database, type WriteTransaction } from '@pezzottify/persistence';
import { type Clock } from '@pezzottify/service-runner';
import { CronInvalidError } from '../schedules/cron.errors.js';
import { parseCron } from '../schedules/cron.js';
import { firstDueTime, nextDueTime } from '../schedules/due-times.js';
import { findJob, saveJob, saveNextRun } from '../storage/jobs.repository.js';
import { CLOCK, DATABASE } from '../tokens.js';

/** Takes note of the jobs a host has. A declaration that cannot be run is refused with the reason; the others count. */
@Injectable()
export class AnnounceJobs {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ host, jobs }: RequestOf<'jobs.announce'>): Promise<ReplyOf<'jobs.announce'>> {
    const now = this.clock.millis();
    const judged = jobs.map((declaration) => ({ declaration, reason: refusalOf(declaration) }));
    const accepted = judged.filter(({ reason }) => reason === undefined).map(({ declaration }) => declaration);
    await this.database.write(async (tx) => {
      for (const declaration of accepted) await this.save(tx, host, declaration, now);
    });
    return {
      accepted: accepted.map(({ id }) => id),
      refused: judged.flatMap(({ declaration, reason }) =>
        reason === undefined ? [] : [{ id: declaration.id, reason }],
      ),
    };
  }

  /** An announcement that changes nothing about the schedule must not move the next due time. */
  private async save(
    tx: WriteTransaction,
    host: RequestOf<'jobs.announce'>['host'],
    declaration: JobDeclaration,
    now: number,
  ): Promise<void> {
    const known = await findJob(tx, declaration.id);
    await saveJob(tx, host, declaration, now);
    if (!known?.isScheduled) {
      await saveNextRun(tx, declaration.id, firstDueTime(declaration.schedule, now));
    } else if (!isSameTiming(known.declaration, declaration)) {
      await saveNextRun(tx, declaration.id, nextDueTime(declaration.schedule, now));
    }
  }
}

function refusalOf({ schedule: { cron, interval_seconds, hooks } }: JobDeclaration): string | undefined {
  if (cron === undefined && interval_seconds === undefined && (hooks ?? []).length === 0) {
    return 'the schedule names neither cron nor interval_seconds nor hooks';
  }
  try {
    if (cron !== undefined) parseCron(cron);
    return undefined;
  } catch (error) {
    if (error instanceof CronInvalidError) return error.message;
    throw error;
  }
}

const isSameTiming = ({ schedule: one }: JobDeclaration, { schedule: other }: JobDeclaration): boolean =>
  one.cron === other.cron && one.interval_seconds === other.interval_seconds;
