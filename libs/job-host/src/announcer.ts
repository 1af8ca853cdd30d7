import { type RequestOf, type ReplyOf } from '@pezzottify/contracts';
import { type MessageBus } from '@pezzottify/messaging';
import { type Logger } from '@pezzottify/observability';
import { pause } from './pause.js';

const EVERY_MS = 30_000;
const RETRY_MS = 1_000;
const TIMEOUT_MS = 5_000;

/**
 * Tells the scheduler which jobs live here: at start until it hears, then regularly, because a scheduler with a fresh
 * database, or one that took this host for gone, learns of them only so.
 */
export class Announcer {
  private readonly stopping = new AbortController();
  private finished: Promise<void> = Promise.resolve();
  private lastRefusal = '';

  constructor(
    private readonly bus: Pick<MessageBus, 'request'>,
    private readonly announcement: () => RequestOf<'jobs.announce'>,
    private readonly logger: Logger,
    private readonly onHeard: (reply: ReplyOf<'jobs.announce'>) => void,
  ) {}

  start(): void {
    this.finished = this.repeat();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.finished;
  }

  private async repeat(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const wasHeard = await this.announce();
      await pause(wasHeard ? EVERY_MS : RETRY_MS, this.stopping.signal);
    }
  }

  private async announce(): Promise<boolean> {
    try {
      const options = { timeoutMs: TIMEOUT_MS, signal: this.stopping.signal };
      const reply = await this.bus.request('jobs.announce', this.announcement(), options);
      this.onHeard(reply);
      this.logRefusals(reply.refused);
      return true;
    } catch (error) {
      this.logger.debug({ err: error }, 'the scheduler could not be told of the jobs of this host yet');
      return false;
    }
  }

  /** Once per change, not once per announcement. */
  private logRefusals(refused: ReplyOf<'jobs.announce'>['refused']): void {
    const text = refused.map(({ id, reason }) => `${id}: ${reason}`).join('; ');
    if (text !== '' && text !== this.lastRefusal)
      this.logger.error({ refused: text }, 'the scheduler refuses jobs of this host');
    this.lastRefusal = text;
  }
}
