/** Two jobs of one host have the same id. A mistake of composition: start-up must fail. */
export class JobDeclaredTwiceError extends Error {
  readonly code = 'JOB_DECLARED_TWICE';

  constructor(id: string) {
    super(`job "${id}" is declared twice`);
    this.name = 'JobDeclaredTwiceError';
  }
}

/** A job cannot run without parameters, which only an administrator could give. A mistake of composition. */
export class ParametersRequiredError extends Error {
  readonly code = 'PARAMETERS_REQUIRED';

  constructor(id: string, reason: string) {
    super(`job "${id}" must be able to run without parameters: ${reason}`);
    this.name = 'ParametersRequiredError';
  }
}

/** Why a run's signal was aborted. `lost`: the scheduler has given the run up and no report of it counts. */
export type AbortCause = 'cancelled' | 'timeout' | 'shutdown' | 'lost';

export class RunAbortedError extends Error {
  readonly code = 'RUN_ABORTED';

  constructor(
    readonly abortCause: AbortCause,
    message: string,
  ) {
    super(message);
    this.name = 'RunAbortedError';
  }
}
