import { describe, expect, it } from '@jest/globals';
import { uptimeText } from './server-info.js';

describe('the uptime', () => {
  it.each([
    [0, '0d 00:00:00'],
    [59, '0d 00:00:59'],
    [729, '0d 00:12:09'],
    [86_399, '0d 23:59:59'],
    [86_400, '1d 00:00:00'],
    [3 * 86_400 + 3_723, '3d 01:02:03'],
    [400 * 86_400, '400d 00:00:00'],
  ])('of %i seconds is %s', (seconds, text) => {
    expect(uptimeText(seconds)).toBe(text);
  });
});
