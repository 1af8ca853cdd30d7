/** The run fails with this message, which the history of the job shows, until it is triggered with `force`. */
export class MassLossError extends Error {
  readonly code = 'MASS_LOSS';

  constructor(what: string) {
    super(`${what}; nothing was queued. Check that the media folder is complete, then trigger the job with force=true`);
    this.name = 'MassLossError';
  }
}
