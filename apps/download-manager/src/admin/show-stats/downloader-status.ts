import { Inject, Injectable } from '@nestjs/common';
import { type Provider, ProviderError } from '../../provider/provider.port.js';
import { CLOCK, PROVIDER } from '../../tokens.js';
import { type Clock } from '@pezzottify/service-runner';
import { type Stats } from './stats.view.js';

const VALID_MS = 5_000;
const HEALTHY = 'Healthy';

/** What the downloader says about itself, asked at most every five seconds however many look. */
@Injectable()
export class DownloaderStatus {
  private answer: Promise<Stats['downloader']> | undefined;
  private validUntil = 0;

  constructor(
    @Inject(PROVIDER) private readonly provider: Provider,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  read(): Promise<Stats['downloader']> {
    if (this.answer === undefined || this.clock.millis() >= this.validUntil) {
      this.validUntil = this.clock.millis() + VALID_MS;
      this.answer = this.ask();
    }
    return this.answer;
  }

  private async ask(): Promise<Stats['downloader']> {
    try {
      const { state, uptimeSeconds, lastError } = await this.provider.status();
      return { online: state === HEALTHY, state, uptime_secs: uptimeSeconds, last_error: lastError };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return { online: false, state: null, uptime_secs: null, last_error: error.message };
    }
  }
}
