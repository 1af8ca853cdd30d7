/** The exit codes of the HTTP contract, section 12. */
export const EXIT = {
  /** Stopped in order: a signal, a reboot, or nothing to do but print. */
  stopped: 0,
  /** Configuration or start error, a failure while running, or a stop that did not come to its end. */
  failed: 1,
  usage: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
