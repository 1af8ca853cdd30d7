import { ShapeInvalidError, validate, type JobDeclaration } from '@pezzottify/contracts';
import { CronInvalidError, parseCron } from '@pezzottify/work-engine';

/** Why a job cannot be run as it is declared; undefined when it can. */
export function refusalOf(declaration: JobDeclaration): string | undefined {
  const { cron, interval_seconds, hooks } = declaration.schedule;
  // GET /v1/admin/jobs/audit is a route of its own.
  if (declaration.id === 'audit') return 'a job cannot have the id "audit"';
  if (cron === undefined && interval_seconds === undefined && (hooks ?? []).length === 0) {
    return 'the schedule names neither cron nor interval_seconds nor hooks';
  }
  try {
    if (cron !== undefined) parseCron(cron);
    // The runs of a schedule bring no parameters.
    if (declaration.parameters) validate('parameters of a scheduled run', declaration.parameters, {});
    return undefined;
  } catch (error) {
    if (error instanceof CronInvalidError || error instanceof ShapeInvalidError) return error.message;
    throw error;
  }
}
