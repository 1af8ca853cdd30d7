/** The command line cannot be understood (exit code 2). The message is for the person who typed it. */
export class UsageError extends Error {
  readonly code = 'USAGE';

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Everything that is wrong with the configuration, all at once (exit code 1). */
export class ConfigInvalidError extends Error {
  readonly code = 'CONFIG_INVALID';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigInvalidError';
  }
}
