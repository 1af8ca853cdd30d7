import { CronInvalidError } from './cron.errors.js';
import { CRON_FIELDS, parseCronField, type CronFieldKind } from './cron-field.js';

/** A parsed expression. All times are UTC. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly daysOfWeek: ReadonlySet<number>;
  /** Both day fields are something else than `*`: then either of them suffices (crontab(5); a step restricts as well). */
  readonly isEitherDay: boolean;
}

/** Reads a five-field cron expression (crontab(5)); throws {@link CronInvalidError} naming the column of the mistake. */
export function parseCron(expression: string): Cron {
  const words = [...expression.matchAll(/\S+/g)].map((match) => ({ text: match[0], column: match.index + 1 }));
  if (words.length !== CRON_FIELDS.length) {
    const column = words[CRON_FIELDS.length]?.column ?? expression.length + 1;
    throw new CronInvalidError(expression, column, `five fields are needed, this has ${words.length}`);
  }
  const fields = CRON_FIELDS.map((kind, index) => valuesOf(expression, words[index], kind));
  const [minutes, hours, daysOfMonth, months, daysOfWeek] = fields as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ];
  const isRestricted = (index: number) => words[index]?.text !== '*';
  if (daysOfWeek.has(7)) daysOfWeek.add(0);
  const cron = { minutes, hours, daysOfMonth, months, daysOfWeek, isEitherDay: isRestricted(2) && isRestricted(4) };
  if (!hasAnyDate(cron)) throw new CronInvalidError(expression, words[2]?.column ?? 1, 'no month has such a day');
  return cron;
}

function valuesOf(
  expression: string,
  word: { text: string; column: number } | undefined,
  kind: CronFieldKind,
): Set<number> {
  const { text, column } = word ?? { text: '', column: 1 };
  const result = parseCronField(text, kind);
  if (result.kind === 'wrong') throw new CronInvalidError(expression, column + result.offset, result.reason);
  return new Set(result.values);
}

const LONGEST_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `0 0 30 2 *` would never be due: better refused now than silently never run. */
function hasAnyDate({ daysOfMonth, months, isEitherDay }: Cron): boolean {
  if (isEitherDay) return true;
  const earliest = Math.min(...daysOfMonth);
  return [...months].some((month) => earliest <= (LONGEST_MONTH[month - 1] ?? 31));
}
