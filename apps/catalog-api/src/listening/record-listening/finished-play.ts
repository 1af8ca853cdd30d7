/** A play that has ended, once for each. */
export interface FinishedPlay {
  /** As the client says; any text. */
  readonly clientType: string | null;
  readonly isCompleted: boolean;
  readonly durationSeconds: number;
}

export type PlayListener = (play: FinishedPlay) => void;
