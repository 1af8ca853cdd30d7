import { describe, expect, it } from '@jest/globals';
import { lastDays } from './utc-days.js';

const at = (text: string): number => Date.parse(text) / 1000;

describe('lastDays', () => {
  it('counts today as one of them', () => {
    expect(lastDays(1, at('2025-03-01T00:00:00Z'))).toEqual({ firstDate: 20250301, lastDate: 20250301 });
    expect(lastDays(365, at('2025-03-01T23:59:59Z'))).toEqual({ firstDate: 20240302, lastDate: 20250301 });
  });
});
