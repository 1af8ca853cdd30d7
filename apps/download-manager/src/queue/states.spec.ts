import { describe, expect, it } from '@jest/globals';
import { DOWNLOAD_STATUSES } from '@pezzottify/contracts';
import { ACTIVE_STATUSES, isActive, isLegalMove, LEGAL_MOVES, statusesBefore } from './states.js';

describe('the states of an item', () => {
  it('leave a way to an end from every active one', () => {
    const reachesEnd = (from: (typeof DOWNLOAD_STATUSES)[number], seen: readonly string[] = []): boolean =>
      !isActive(from) || LEGAL_MOVES[from].some((to) => !seen.includes(to) && reachesEnd(to, [...seen, from]));
    expect(ACTIVE_STATUSES.filter((status) => !reachesEnd(status))).toEqual([]);
  });

  it('never leave COMPLETED or CANCELLED', () => {
    expect([...LEGAL_MOVES.COMPLETED, ...LEGAL_MOVES.CANCELLED]).toEqual([]);
  });

  it('are entered exactly from where the table says', () => {
    const pairs = DOWNLOAD_STATUSES.flatMap((from) => DOWNLOAD_STATUSES.map((to) => [from, to] as const));
    for (const [from, to] of pairs) expect(statusesBefore(to).includes(from)).toBe(isLegalMove(from, to));
    expect(statusesBefore('IN_PROGRESS')).toEqual(['PENDING', 'FAILED']);
    expect(statusesBefore('CANCELLED')).toEqual(['PENDING', 'IN_PROGRESS', 'RETRY_WAITING']);
  });
});
