import { describe, expect, it } from '@jest/globals';
import { startOfPeriod, windowOf } from './periods.js';

const at = (text: string): number => Date.parse(text) / 1000;

describe('the periods of a history', () => {
  it.each([
    ['hourly', '2025-01-02T03:59:59Z', '2025-01-02T03:00:00Z'],
    ['daily', '2025-01-02T23:59:59Z', '2025-01-02T00:00:00Z'],
    ['weekly', '2025-01-05T23:59:59Z', '2024-12-30T00:00:00Z'],
    ['weekly', '2025-01-06T00:00:00Z', '2025-01-06T00:00:00Z'],
  ] as const)('%s: %s belongs to %s', (period, instant, start) => {
    expect(startOfPeriod(period, at(instant))).toBe(at(start));
  });

  it('hold the first and the last one whole', () => {
    const given = { since: at('2025-01-02T12:00:00Z'), until: at('2025-01-03T00:00:00Z') };
    expect(windowOf('daily', given, 0)).toEqual({
      from: at('2025-01-02T00:00:00Z'),
      until: at('2025-01-04T00:00:00Z') - 1,
    });
  });

  it.each([
    ['hourly', '2025-02-27T12:00:00Z'],
    ['daily', '2025-01-30T00:00:00Z'],
    ['weekly', '2024-12-02T00:00:00Z'],
  ] as const)('%s begin at %s when nobody says', (period, from) => {
    expect(windowOf(period, {}, at('2025-03-01T12:30:00Z')).from).toBe(at(from));
  });
});
