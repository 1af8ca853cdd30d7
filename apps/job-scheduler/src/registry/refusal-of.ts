import { type JobDeclaration } from '@pezzottify/contracts';
import { CronInvalidError } from '../schedules/cron.errors.js';
import { parseCron } from '../schedules/cron.js';

/** Why a job cannot be run as it is declared; undefined when it can. */
export function refusalOf({ schedule: { cron, interval_seconds, hooks } }: JobDeclaration): string | undefined {
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
