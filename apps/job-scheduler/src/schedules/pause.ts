/** While it lasts neither the schedule nor hooks start the job. Milliseconds. */
export interface Pause {
  readonly from: number;
  /** Null: until somebody ends it. */
  readonly until: number | null;
  readonly owner: string;
  readonly reason: string;
}

export const isPausedAt = ({ from, until }: Pause, time: number): boolean =>
  time >= from && (until === null || time < until);

export interface SplitDueTimes {
  readonly suppressed: readonly { dueAt: number; status: 'suppressed'; reason: string }[];
  /** Those the pause has nothing to do with. */
  readonly open: readonly number[];
  readonly isPaused: boolean;
}

export function splitByPause(pause: Pause | null, dueTimes: readonly number[], now: number): SplitDueTimes {
  if (!pause) return { suppressed: [], open: dueTimes, isPaused: false };
  const reason = `paused by ${pause.owner}: ${pause.reason}`;
  const isInside = (time: number): boolean => isPausedAt(pause, time);
  return {
    suppressed: dueTimes.filter(isInside).map((dueAt) => ({ dueAt, status: 'suppressed', reason })),
    open: dueTimes.filter((time) => !isInside(time)),
    isPaused: isInside(now),
  };
}
