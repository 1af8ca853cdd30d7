/** A cron expression that cannot be understood. `position` is the 1-based column of the part that is wrong. */
export class CronInvalidError extends Error {
  readonly code = 'CRON_INVALID';

  constructor(
    expression: string,
    readonly position: number,
    readonly reason: string,
  ) {
    super(`cron "${expression}", position ${position}: ${reason}`);
    this.name = 'CronInvalidError';
  }
}
