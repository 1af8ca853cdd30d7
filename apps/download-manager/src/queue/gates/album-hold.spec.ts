import { describe, expect, it } from '@jest/globals';
import { albumHold } from './album-hold.js';

const limits = { maxAlbumsPerHour: 10, maxAlbumsPerDay: 60 };
const MIDNIGHT = 86_400 * 20_000;

describe('what holds albums back', () => {
  it('is nothing below both limits', () => {
    expect(albumHold(limits, { hour: 9, day: 59 }, MIDNIGHT + 5_000)).toBeNull();
  });

  it('is the hour until it ends', () => {
    expect(albumHold(limits, { hour: 10, day: 59 }, MIDNIGHT + 5_000)).toEqual({
      reason: 'album_limit',
      until: MIDNIGHT + 7_200,
    });
  });

  it('is the day until it ends, even if the hour is over earlier', () => {
    expect(albumHold(limits, { hour: 10, day: 60 }, MIDNIGHT)).toEqual({
      reason: 'album_limit',
      until: MIDNIGHT + 86_400,
    });
  });
});
