import { CronInvalidError, parseCron } from '@pezzottify/work-engine';
import { type Reading, type ValueType } from './value-type.js';
import { quoted, wrongKind } from './value-words.js';

/** A cron expression; a refusal says where in it the mistake is. */
export const cronExpression: ValueType<string> = text('a cron expression of five fields, UTC', (value) => {
  try {
    parseCron(value);
    return undefined;
  } catch (error) {
    if (error instanceof CronInvalidError)
      return `${quoted(value)} is not allowed, position ${error.position}: ${error.reason}`;
    throw error;
  }
});

/** A time of the day, without seconds. */
export const timeOfDay: ValueType<string> = text('a time of day as "HH:MM", UTC', (value) =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(value)
    ? undefined
    : `${quoted(value)} is not allowed, must be a time of day as "HH:MM", UTC`,
);

function text(allowed: string, problemWith: (value: string) => string | undefined): ValueType<string> {
  return {
    allowed,
    placeholder: '<text>',
    fromText: (value) => value,
    read: (value): Reading<string> => {
      if (typeof value !== 'string') return { problem: `${wrongKind(value)}, must be ${allowed}` };
      const problem = problemWith(value);
      return problem === undefined ? { value } : { problem };
    },
  };
}
