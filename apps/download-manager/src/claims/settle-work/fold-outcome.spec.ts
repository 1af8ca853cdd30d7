import { describe, expect, it } from '@jest/globals';
import { foldOutcome } from './fold-outcome.js';

const policy = { initialSeconds: 60, maxSeconds: 3600, multiplier: 2 };
const track = { contentType: 'TRACK_AUDIO', retryCount: 1, maxRetries: 5 } as const;
const album = { ...track, contentType: 'ALBUM' } as const;
const stored = { kind: 'stored', bytes: 5, duration_ms: 7, media_kind: 'audio' } as const;
const expanded = { kind: 'expanded', album_name: 'n', artist_name: '', children: [] } as const;
const NOW = 1000;

describe('what becomes of an item', () => {
  it('whose album is expanded', () => {
    expect(foldOutcome(album, { ...expanded, children: [] }, policy, NOW)).toMatchObject({ kind: 'expanded' });
  });

  it('that failed and may be tried again', () => {
    const ending = foldOutcome(track, { kind: 'retry', error_type: 'timeout', message: 'm' }, policy, NOW);
    expect(ending).toMatchObject({
      kind: 'retry',
      cause: 'retry_wait',
      plan: { at: NOW + 120, retryCount: 2, backoffSeconds: 120, errorType: 'timeout', message: 'm' },
    });
  });

  it('that failed for the last time, or for good', () => {
    const failure = { errorType: 'timeout', message: 'm' };
    const lastTime = { ...track, retryCount: 5 };
    expect(foldOutcome(lastTime, { kind: 'retry', error_type: 'timeout', message: 'm' }, policy, NOW)).toEqual({
      kind: 'failed',
      failure,
    });
    expect(foldOutcome(track, { kind: 'give_up', error_type: 'timeout', message: 'm' }, policy, NOW)).toEqual({
      kind: 'failed',
      failure,
    });
  });

  it.each([
    ['storage', 'catalog_unavailable'],
    ['rate_limited', 'retry_wait'],
  ] as const)('that has to wait (%s) without using an attempt', (error_type, cause) => {
    const outcome = { kind: 'wait', error_type, message: 'm', retry_after_seconds: null } as const;
    expect(foldOutcome({ ...track, retryCount: 5 }, outcome, policy, NOW)).toMatchObject({
      kind: 'retry',
      cause,
      plan: { at: NOW + 60, retryCount: 5 },
    });
  });

  it('whose attempt at writing failed: its own trouble, not the catalog being away', () => {
    const outcome = { kind: 'retry', error_type: 'storage', message: 'disk full' } as const;
    expect(foldOutcome(track, outcome, policy, NOW)).toMatchObject({ kind: 'retry', cause: 'retry_wait' });
  });

  it('that was handed back', () => {
    expect(foldOutcome(track, { kind: 'handed_back' }, policy, NOW)).toEqual({ kind: 'released' });
  });

  it.each([
    [track, expanded],
    [album, stored],
  ])('of which something impossible is reported', (item, outcome) => {
    expect(foldOutcome(item, outcome as never, policy, NOW)).toMatchObject({
      kind: 'failed',
      failure: { errorType: 'unknown' },
    });
  });
});
