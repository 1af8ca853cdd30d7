import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCron } from './cron.js';
import { nextCronTime } from './next-cron-time.js';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** What is rarer than this is only known to come later. */
const WINDOW_MINUTES = 62 * 24 * 60;

const MONTHS = ['JAN', 'Feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['SUN', 'Mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** One field as text, and what it means, worked out without the parser. */
interface Field {
  readonly text: string;
  readonly matches: (value: number) => boolean;
}

interface Kind {
  readonly min: number;
  readonly max: number;
  readonly write?: (value: number) => string;
}

const every: Field = { text: '*', matches: () => true };

function partOf({ min, max, write = String }: Kind): fc.Arbitrary<Field> {
  const value = fc.integer({ min, max });
  const range = fc.tuple(value, value).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const step = fc.integer({ min: 1, max: Math.min(max, 12) });
  return fc.oneof(
    value.map((only) => ({ text: write(only), matches: (one: number) => one === only })),
    range.map(([a, b]) => ({ text: `${write(a)}-${write(b)}`, matches: (one: number) => one >= a && one <= b })),
    fc.tuple(range, step).map(([[a, b], by]) => ({
      text: `${write(a)}-${write(b)}/${by}`,
      matches: (one: number) => one >= a && one <= b && (one - a) % by === 0,
    })),
    step.map((by) => ({ text: `*/${by}`, matches: (one: number) => (one - min) % by === 0 })),
    fc.tuple(value, step).map(([a, by]) => ({
      text: `${write(a)}/${by}`,
      matches: (one: number) => one >= a && (one - a) % by === 0,
    })),
  );
}

const fieldOf = (kind: Kind): fc.Arbitrary<Field> =>
  fc.oneof(
    fc.constant(every),
    partOf(kind),
    fc.array(partOf(kind), { minLength: 2, maxLength: 3 }).map((parts) => ({
      text: parts.map(({ text }) => text).join(','),
      matches: (value: number) => parts.some((part) => part.matches(value)),
    })),
  );

const named = (names: readonly string[], from: number) => (value: number) => names[value - from] ?? String(value);

const minute = fieldOf({ min: 0, max: 59 });
const hour = fieldOf({ min: 0, max: 23 });
const dayOfMonth = fieldOf({ min: 1, max: 31 });
const month = fieldOf({ min: 1, max: 12, write: named(MONTHS, 1) });
const dayOfWeek = fieldOf({ min: 0, max: 6, write: named(DAYS, 0) });

/** crontab(5): a day matches both fields, or, when both are restricted, either. */
function isDueOn([, , days, months, weekdays]: readonly Field[], date: Date): boolean {
  const isDay = days!.matches(date.getUTCDate());
  const isWeekday = weekdays!.matches(date.getUTCDay());
  const isEither = days!.text !== '*' && weekdays!.text !== '*';
  return months!.matches(date.getUTCMonth() + 1) && (isEither ? isDay || isWeekday : isDay && isWeekday);
}

/** Every single minute, one after another. */
function byLookingAtEveryMinute(fields: readonly Field[], after: number) {
  const minutes = Array.from({ length: 60 }, (_, minute) => fields[0]!.matches(minute));
  const hours = Array.from({ length: 24 }, (_, hour) => fields[1]!.matches(hour));
  const start = (Math.floor(after / MINUTE) + 1) * MINUTE;
  const end = start + WINDOW_MINUTES * MINUTE;
  let isDay = isDueOn(fields, new Date(start * 1000));
  for (let time = start; time < end; time += MINUTE) {
    if (time % DAY === 0) isDay = isDueOn(fields, new Date(time * 1000));
    if (isDay && hours[Math.floor((time % DAY) / HOUR)] && minutes[(time % HOUR) / MINUTE]) return { time, end };
  }
  return { time: null, end };
}

const instants = fc.integer({ min: Date.UTC(1999, 0, 1) / 1000, max: Date.UTC(2101, 0, 1) / 1000 });

describe('nextCronTime', () => {
  it('is what looking at every minute finds', () => {
    const expressions = fc.tuple(minute, hour, dayOfMonth, month, dayOfWeek);
    fc.assert(
      fc.property(expressions, instants, (fields, after) => {
        const text = fields.map((field) => field.text).join(' ');
        const { time, end } = byLookingAtEveryMinute(fields, after);
        fc.pre(time !== null || !isNever(text));
        const found = nextCronTime(parseCron(text), after);
        if (time === null) expect(found ?? Infinity).toBeGreaterThanOrEqual(end);
        else expect(found).toBe(time);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    [
      '29 February, over the year 2100, which has none',
      '0 0 29 2 *',
      '2096-02-29T00:00:00Z',
      '2104-02-29T00:00:00.000Z',
    ],
    ['the last minute of a year', '59 23 31 12 *', '2027-12-31T23:58:59Z', '2027-12-31T23:59:00.000Z'],
    ['the minute that just begins: strictly later', '0 0 1 1 *', '2027-01-01T00:00:00Z', '2028-01-01T00:00:00.000Z'],
    ['a week from Monday to Sunday', '0 0 * * mon-sun', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00.000Z'],
    ['every third weekday from Monday: not Sunday', '0 0 * * 1/3', '2026-11-20T00:00:00Z', '2026-11-23T00:00:00.000Z'],
    ['a day that most months lack', '0 12 31 * *', '2027-03-31T12:00:00Z', '2027-05-31T12:00:00.000Z'],
  ])('finds %s', (_what, expression, after, expected) => {
    const time = nextCronTime(parseCron(expression), Date.parse(after) / 1000);
    expect(new Date(time! * 1000).toISOString()).toBe(expected);
  });
});

/** 31 February and the like are refused by the parser; that is tested there. */
function isNever(text: string): boolean {
  try {
    parseCron(text);
    return false;
  } catch {
    return true;
  }
}
