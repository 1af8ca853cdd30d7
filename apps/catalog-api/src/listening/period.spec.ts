import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { periodOf } from './period.js';

/** Sunday, 15 June 2025, 15:06:40 UTC. */
const NOW = 1_750_000_000;
const START_OF_TODAY = Date.UTC(2025, 5, 15) / 1000;
const DAY = 86_400;

const at = (start?: number, end?: number) => periodOf({ start, end }, NOW);

describe('periodOf', () => {
  it('is from 30 days ago to today where nothing is said, both whole days', () => {
    expect(at()).toEqual({
      firstDate: 20250516,
      lastDate: 20250615,
      from: START_OF_TODAY - 30 * DAY,
      before: START_OF_TODAY + DAY,
    });
  });

  it('takes the one that is said', () => {
    expect(at(20250615)).toMatchObject({ firstDate: 20250615, lastDate: 20250615 });
    expect(at(undefined, 20250601)).toMatchObject({ firstDate: 20250516, lastDate: 20250601 });
    expect(at(20240229, 20240229)).toMatchObject({ before: Date.UTC(2024, 2, 1) / 1000 });
  });

  it('begins and ends at the midnights of its days', () => {
    const day = fc.integer({ min: 0, max: 2_932_896 }).map((days) => days * DAY);
    const dateOf = (seconds: number) => Number(new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', ''));
    fc.assert(
      fc.property(day, day, (one, other) => {
        const [from, last] = [Math.min(one, other), Math.max(one, other)];
        expect(at(dateOf(from), dateOf(last))).toMatchObject({ from, before: last + DAY });
      }),
    );
  });

  it.each([
    [20250616, undefined, 20250615],
    [20250102, 20250101, 20250101],
    [undefined, 20250515, 20250515],
  ])('refuses the start %s after the end %s', (start, end, allowed) => {
    expect(() => at(start, end)).toThrow(
      expect.objectContaining({
        code: 'INVALID_PARAMETER',
        message: `start_date: ${start ?? 20250516} is not possible; allowed: a date as YYYYMMDD up to end_date (${allowed})`,
      }),
    );
  });
});
