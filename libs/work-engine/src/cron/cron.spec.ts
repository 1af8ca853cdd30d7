import { describe, expect, it } from '@jest/globals';
import { Cron as Croner } from 'croner';
import fc from 'fast-check';
import { CronInvalidError } from './cron.errors.js';
import { parseCron } from './cron.js';
import { nextCronTime } from './next-cron-time.js';

const at = (text: string): number => Date.parse(text) / 1000;
const next = (expression: string, after: string) => {
  const time = nextCronTime(parseCron(expression), at(after));
  return time === null ? null : new Date(time * 1000).toISOString();
};

const value = (min: number, max: number) => fc.integer({ min, max });
const part = (min: number, max: number) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant('*') },
    { weight: 3, arbitrary: value(min, max).map(String) },
    fc.tuple(value(min, max), value(min, max)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    value(1, Math.min(max, 12)).map((step) => `*/${step}`),
    fc.array(value(min, max), { minLength: 2, maxLength: 3 }).map((list) => list.join(',')),
  );
const EXPRESSION = fc
  .tuple(part(0, 59), part(0, 23), part(1, 28), part(1, 12), part(0, 6))
  .map((parts) => parts.join(' '));
/** Over the year 2100, which has no leap day. */
const INSTANTS = fc.array(fc.integer({ min: at('2019-01-01T00:00:00Z'), max: at('2105-01-01T00:00:00Z') }), {
  minLength: 10,
  maxLength: 10,
});

function byUs(text: string, instants: readonly number[]): (number | null)[] {
  const cron = parseCron(text);
  return instants.map((after) => nextCronTime(cron, after));
}

function byCroner(text: string, instants: readonly number[]): (number | null)[] {
  const cron = new Croner(text, { utcOffset: 0 });
  return instants.map((after) => {
    const time = cron.nextRun(new Date(after * 1000));
    return time === null ? null : time.getTime() / 1000;
  });
}

/** 30 February: refused, where the other implementation says null. */
function isRefused(text: string): boolean {
  try {
    parseCron(text);
    return false;
  } catch {
    return true;
  }
}

describe('parseCron', () => {
  it.each([
    ['* * * *', 8, 'five fields are needed, this has 4'],
    ['* * * * * *', 11, 'five fields are needed, this has 6'],
    ['61 * * * *', 1, '"61" is no minute; allowed: 0 to 59'],
    ['0,5,x * * * *', 5, '"x" is no minute; allowed: 0 to 59'],
    ['0 25 * * *', 3, '"25" is no hour; allowed: 0 to 23'],
    ['0 0 0 * *', 5, '"0" is no day of month; allowed: 1 to 31'],
    ['0 0 * foo *', 7, '"foo" is no month; allowed: 1 to 12 or jan feb mar apr may jun jul aug sep oct nov dec'],
    ['0 0 * * 8', 9, '"8" is no day of week; allowed: 0 to 7 or sun mon tue wed thu fri sat'],
    ['10-5 * * * *', 1, 'the range "10-5" ends before it begins'],
    ['*/0 * * * *', 1, 'the step of "*/0" must be 1 to 59'],
    ['*/5/5 * * * *', 1, '"*/5/5" has more than one step'],
    ['1-2-3 * * * *', 1, '"1-2-3" is not a range'],
    ['0 0 30 2 *', 5, 'no month has such a day'],
    ['-5 * * * *', 1, '"" is no minute; allowed: 0 to 59'],
    ['1e1 * * * *', 1, '"1e1" is no minute; allowed: 0 to 59'],
  ])('refuses %j at column %i: %s', (expression, column, reason) => {
    expect(() => parseCron(expression)).toThrow(new CronInvalidError(expression, column, reason));
  });
});

describe('nextCronTime', () => {
  it.each([
    ['* * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:01:00.000Z'],
    ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0 0 29 feb mon', '2099-01-01T00:00:00Z', '2099-02-02T00:00:00.000Z'],
    ['30 4 1,15 * 5', '2026-01-01T05:00:00Z', '2026-01-02T04:30:00.000Z'],
    ['0 12 * * sun', '2026-11-22T12:00:00Z', '2026-11-29T12:00:00.000Z'],
    ['0 12 * * 7', '2026-11-22T11:59:59Z', '2026-11-22T12:00:00.000Z'],
    ['*/15 9-17 * * MON-FRI', '2026-11-20T17:45:00Z', '2026-11-23T09:00:00.000Z'],
    ['5/20 * * * *', '2026-01-01T00:05:00Z', '2026-01-01T00:25:00.000Z'],
    ['0 0 31 12 *', '2026-12-31T00:00:00Z', '2027-12-31T00:00:00.000Z'],
  ])('%j after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('agrees with an independent implementation: 9,000 expressions at ten instants each', () => {
    fc.assert(
      fc.property(EXPRESSION, INSTANTS, (text, instants) => {
        expect(byUs(text, instants)).toEqual(byCroner(text, instants));
      }),
      { numRuns: 9_000 },
    );
  });

  it('agrees with it about the ends of months and leap days: 1,000 more', () => {
    const days = fc.constantFrom('28', '29', '30', '31', '28-31', '*/29', '29,31');
    const months = fc.constantFrom('2', 'feb', '*', '2,4', '1-3', '*/2', '2-12/2');
    const weekdays = fc.constantFrom('*', '*', '0', '1-5');
    const fields = fc.tuple(part(0, 59), part(0, 23), days, months, weekdays);
    const possible = fields.map((parts) => parts.join(' ')).filter((text) => !isRefused(text));
    fc.assert(
      fc.property(possible, INSTANTS, (text, instants) => {
        expect(byUs(text, instants)).toEqual(byCroner(text, instants));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is strictly later than now, whatever the expression', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    fc.assert(
      fc.property(minute, fc.integer({ min: 0, max: 4_000_000_000 }), (when, after) => {
        expect(nextCronTime(parseCron(`${when} * * * *`), after)).toBeGreaterThan(after);
      }),
    );
  });
});
