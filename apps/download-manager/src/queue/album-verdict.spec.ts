import { describe, expect, it } from '@jest/globals';
import { albumVerdict, hasActiveChildren } from './album-verdict.js';

const progress = (pending: number, in_progress: number, completed: number, failed: number) => ({
  total_children: pending + in_progress + completed + failed,
  pending,
  in_progress,
  completed,
  failed,
});

describe('the verdict on an album', () => {
  it('has to wait while a child is active', () => {
    expect(hasActiveChildren(progress(1, 0, 3, 2))).toBe(true);
    expect(hasActiveChildren(progress(0, 1, 3, 0))).toBe(true);
    expect(hasActiveChildren(progress(0, 0, 3, 2))).toBe(false);
  });

  it('is completed when all children are, and also without any', () => {
    expect(albumVerdict(progress(0, 0, 14, 0), null)).toEqual({ status: 'COMPLETED' });
    expect(albumVerdict(progress(0, 0, 0, 0), null)).toEqual({ status: 'COMPLETED' });
  });

  it('is failed by a single failed child, with the type of the latest failure', () => {
    expect(albumVerdict(progress(0, 0, 12, 2), 'not_found')).toEqual({
      status: 'FAILED',
      errorType: 'not_found',
      message: '2 of 14 items failed',
    });
  });
});
