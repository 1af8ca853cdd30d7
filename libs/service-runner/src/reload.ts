import { ConfigInvalidError, type LiveConfig, type SettingChange } from '@pezzottify/config';
import { type Logger } from '@pezzottify/observability';
import { counted } from './command-line.js';

/** Reads the configuration again when asked to (SIGHUP), and logs what that has changed and what it has not. */
export class Reload {
  private service: { reload?(): void } = {};

  constructor(
    private readonly configuration: Pick<LiveConfig, 'reread'>,
    private readonly logger: Logger,
  ) {}

  /** From now on the service is told too. */
  serviceStarted(service: { reload?(): void }): void {
    this.service = service;
  }

  run(): void {
    try {
      const changes = this.configuration.reread();
      for (const change of changes) this.report(change);
      this.service.reload?.();
      const taken = changes.filter(({ isTaken }) => isTaken).length;
      this.logger.info({ changed: taken, needRestart: changes.length - taken }, 'configuration read again');
    } catch (error) {
      this.refuse(error);
    }
  }

  private report({ key, from, to, isTaken }: SettingChange): void {
    if (isTaken) this.logger.info({ key, from, to }, `${key} changed: ${from} → ${to}`);
    else this.logger.warn({ key, from, to }, `${key} needs a restart: ${from} → ${to}`);
  }

  private refuse(error: unknown): void {
    if (error instanceof ConfigInvalidError) {
      const { problems } = error;
      this.logger.error({ problems }, `the configuration has ${counted(problems)}; nothing was changed`);
    } else {
      this.logger.error({ err: error }, 'the configuration was read again, but not all of it could be put to use');
    }
  }
}
