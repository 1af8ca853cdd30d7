/** A queue that gives out no work: by whom, why, and until when (unix seconds; null = until it is resumed). */
export interface Pause {
  readonly by: string;
  readonly byHandle: string;
  readonly reason: string;
  readonly pausedAt: number;
  readonly expiresAt: number | null;
}

/** A pause that has run out is none. */
export const isInForce = ({ expiresAt }: Pause, now: number): boolean => expiresAt === null || expiresAt > now;
