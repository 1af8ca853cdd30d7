import { type Logger } from '@pezzottify/observability';
import { EXIT, type ExitCode } from './exit-codes.js';

export interface ShutdownOptions {
  readonly logger: Logger;
  readonly limitMs: number;
  readonly exit: (code: ExitCode) => void;
  /** What still keeps the process alive, named for people. */
  readonly leftovers: () => string;
}

/**
 * Brings a service to its end once, whoever asks and however often: what was started is stopped, within a limit, and the
 * process exits. A stop asked for while the service still starts happens as soon as it has.
 */
export class Shutdown {
  private readonly options: ShutdownOptions;
  private reason: string | undefined;
  private limit: NodeJS.Timeout | undefined;
  private stopService: ((reason: string) => Promise<void>) | undefined;

  constructor(options: ShutdownOptions) {
    this.options = options;
  }

  get isRequested(): boolean {
    return this.reason !== undefined;
  }

  request(reason: string): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    this.options.logger.info({ reason }, 'stopping');
    this.limit = setTimeout(() => this.giveUp(), this.options.limitMs);
    if (this.stopService) void this.run(this.stopService, reason);
  }

  /** The service has started: from now on there is something to stop. */
  serviceStarted(stop: (reason: string) => Promise<void>): void {
    this.stopService = stop;
    if (this.reason !== undefined) void this.run(stop, this.reason);
  }

  private async run(stop: (reason: string) => Promise<void>, reason: string): Promise<void> {
    const { logger } = this.options;
    try {
      await stop(reason);
      logger.info({ reason }, 'stopped');
      this.end(EXIT.stopped);
    } catch (error) {
      logger.error({ err: error }, 'stopping failed');
      this.end(EXIT.failed);
    }
  }

  private giveUp(): void {
    const { logger, limitMs, leftovers } = this.options;
    logger.error(`stopping took longer than ${limitMs / 1000} s; still open: ${leftovers()}`);
    this.end(EXIT.failed);
  }

  private end(code: ExitCode): void {
    clearTimeout(this.limit);
    this.options.exit(code);
  }
}
