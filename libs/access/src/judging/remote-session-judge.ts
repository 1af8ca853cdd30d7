import { CodedError, type SessionAdmitReply } from '@pezzottify/contracts';
import { type MessageBus, PeerUnavailableError } from '@pezzottify/messaging';
import { type PermissionName } from '@pezzottify/permissions';
import { type SessionJudge } from './session-judge.port.js';
import { VerdictCache } from './verdict-cache.js';

export interface RemoteSessionJudgeOptions {
  bus: Pick<MessageBus, 'request' | 'onSignal'>;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

const ASK_TIMEOUT_MS = 2_000;
const CACHE = { validMs: 5_000, maxEntries: 1_000 };

/** Asks catalog-api. A verdict may be reused for at most 5 s; the signal `session.revoked` ends that at once. */
export class RemoteSessionJudge implements SessionJudge {
  private readonly bus: RemoteSessionJudgeOptions['bus'];
  private readonly cache: VerdictCache;

  constructor({ bus, now }: RemoteSessionJudgeOptions) {
    this.bus = bus;
    this.cache = new VerdictCache({ ...CACHE, ...(now ? { now } : {}) });
    bus.onSignal('session.revoked', () => this.cache.clear());
  }

  async admit(tokens: readonly string[], anyOf: readonly PermissionName[]): Promise<SessionAdmitReply> {
    if (tokens.length === 0) return { kind: 'no_session' };
    const key = JSON.stringify([tokens, anyOf]);
    const known = this.cache.get(key);
    if (known) return known;
    const keep = this.cache.beginQuestion(key);
    const verdict = await this.ask(tokens, anyOf);
    if (verdict.kind === 'admitted' && verdict.is_cacheable) keep(verdict);
    return verdict;
  }

  private async ask(tokens: readonly string[], anyOf: readonly PermissionName[]): Promise<SessionAdmitReply> {
    const question = { tokens: [...tokens], any_of: [...anyOf] };
    try {
      return await this.bus.request('session.admit', question, { timeoutMs: ASK_TIMEOUT_MS });
    } catch (error) {
      if (!(error instanceof PeerUnavailableError)) throw error;
      throw new CodedError('CATALOG_UNAVAILABLE', 'sessions cannot be checked: catalog-api is not available', {
        cause: error,
      });
    }
  }
}
