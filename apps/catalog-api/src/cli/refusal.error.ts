/** A command that cannot be carried out; the message is for the person at the command line. Exit code 1. */
export class RefusalError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'RefusalError';
  }
}
