import { describe, expect, it } from '@jest/globals';
import { type QueueItem } from '../storage/queue-item.js';
import { type RequestRow } from '../storage/views.repository.js';
import { type Situation, waitingFor } from './waiting-reason.js';

const free: Situation = { onEverything: null, onAlbums: null, isBusy: false };
const diskFull = { reason: 'free_space', until: null } as const;
const albumLimit = { reason: 'album_limit', until: 7200 } as const;

const row = (item: Partial<QueueItem>, children: Partial<RequestRow> = {}): RequestRow => ({
  item: { contentType: 'ALBUM', status: 'PENDING', leaseToken: null, ...item } as QueueItem,
  progress: null,
  childRetryAt: null,
  childWaitingCause: null,
  ...children,
});
const progress = (pending: number, in_progress: number) => ({
  total_children: pending + in_progress,
  completed: 0,
  failed: 0,
  pending,
  in_progress,
});

describe('why a pending item waits', () => {
  it('is nothing when it is the first and a worker is free', () => {
    expect(waitingFor(row({}), 1, free)).toEqual({ reason: null, earliestStartAt: null });
  });

  it.each([
    [2, free],
    [1, { ...free, isBusy: true }],
  ])('is the others before it (position %d)', (position, situation) => {
    expect(waitingFor(row({}), position, situation)).toEqual({ reason: 'behind_others', earliestStartAt: null });
  });

  it('is what holds back everything, before what holds back albums', () => {
    const situation = { ...free, onEverything: diskFull, onAlbums: albumLimit };
    expect(waitingFor(row({}), 3, situation)).toEqual({ reason: 'free_space', earliestStartAt: null });
  });

  it('is the limit of albums also for one that waits for its next attempt, if that comes before', () => {
    const retrying = { status: 'RETRY_WAITING', waitingCause: 'retry_wait', nextRetryAt: 5000 } as const;
    const situation = { ...free, onAlbums: albumLimit };
    expect(waitingFor(row(retrying), null, situation)).toEqual({ reason: 'album_limit', earliestStartAt: 7200 });
    expect(waitingFor(row({ ...retrying, contentType: 'TRACK_AUDIO' }), null, situation).reason).toBe('retry_wait');
    expect(waitingFor(row({ ...retrying, nextRetryAt: 9000 }), null, situation).reason).toBe('retry_wait');
  });

  it('is of several causes the one that ends last', () => {
    const paused = { reason: 'paused', until: 5000 } as const;
    const situation = { ...free, onEverything: paused, onAlbums: albumLimit };
    expect(waitingFor(row({}), 1, situation)).toEqual({ reason: 'album_limit', earliestStartAt: 7200 });
    expect(waitingFor(row({ contentType: 'TRACK_AUDIO' }), 1, situation).reason).toBe('paused');
    const later = { ...situation, onEverything: { ...paused, until: 9000 } };
    expect(waitingFor(row({}), 1, later)).toEqual({ reason: 'paused', earliestStartAt: 9000 });
  });

  it('is the album limit for albums only', () => {
    const situation = { ...free, onAlbums: albumLimit };
    expect(waitingFor(row({}), 1, situation)).toEqual({ reason: 'album_limit', earliestStartAt: 7200 });
    expect(waitingFor(row({ contentType: 'TRACK_AUDIO' }), 1, situation).reason).toBeNull();
  });
});

describe('why an item waits to be tried again', () => {
  it('is what it was put back for, until then', () => {
    const item = { status: 'RETRY_WAITING', nextRetryAt: 99, waitingCause: 'catalog_unavailable' } as const;
    expect(waitingFor(row(item), null, free)).toEqual({ reason: 'catalog_unavailable', earliestStartAt: 99 });
    expect(waitingFor(row({ ...item, waitingCause: null }), null, free).reason).toBe('retry_wait');
  });
});

it('an item that waits to be tried again waits for what outlasts that', () => {
  const item = { status: 'RETRY_WAITING', nextRetryAt: 99 } as const;
  const until = (end: number | null) => ({ ...free, onEverything: { reason: 'paused', until: end } as const });
  expect(waitingFor(row(item), null, until(98)).reason).toBe('retry_wait');
  expect(waitingFor(row(item), null, until(100))).toEqual({ reason: 'paused', earliestStartAt: 100 });
  expect(waitingFor(row(item), null, until(null))).toEqual({ reason: 'paused', earliestStartAt: null });
});

describe('why an album that is begun waits', () => {
  const begun = { status: 'IN_PROGRESS' } as const;
  const retrying = { childRetryAt: 50, childWaitingCause: 'retry_wait' } as const;

  it('is nothing while it is expanded or one of its children is worked on', () => {
    expect(waitingFor(row({ ...begun, leaseToken: 'x' }), null, { ...free, onEverything: diskFull }).reason).toBeNull();
    expect(waitingFor(row(begun, { progress: progress(3, 1) }), null, { ...free, isBusy: true }).reason).toBeNull();
  });

  it('is what its children wait for', () => {
    const waiting = row(begun, { progress: progress(3, 0) });
    expect(waitingFor(waiting, null, { ...free, onEverything: diskFull }).reason).toBe('free_space');
    expect(waitingFor(waiting, null, { ...free, onAlbums: albumLimit }).reason).toBeNull();
    expect(waitingFor(waiting, null, { ...free, isBusy: true }).reason).toBe('behind_others');
    const allRetrying = row(begun, { progress: progress(3, 0), ...retrying });
    expect(waitingFor(allRetrying, null, free)).toEqual({ reason: 'retry_wait', earliestStartAt: 50 });
  });
});

it.each(['COMPLETED', 'FAILED', 'CANCELLED'] as const)('a %s item waits for nothing', (status) => {
  expect(waitingFor(row({ status, nextRetryAt: 9 }), null, { ...free, isBusy: true, onEverything: diskFull })).toEqual({
    reason: null,
    earliestStartAt: null,
  });
});
