import { CodedError, type Session } from '@pezzottify/contracts';
import { type FastifyRequest } from 'fastify';
import { type RouteAccess } from '../declarations/route-access.js';
import { type AdmissionChecks } from '../judging/session-judge.port.js';
import { callerKey } from './caller-key.js';
import { type CallerKey, type RateBucket, type RateLimiter } from './rate-limiter.port.js';

/**
 * The limits that one request passes, each taken once: the global one as soon as it is known who asks, that of the group
 * when they may. Notes the session on the request.
 */
export class Limits implements AdmissionChecks {
  private key: CallerKey | undefined;
  private isGroupTaken = false;

  constructor(
    private readonly request: FastifyRequest,
    private readonly access: RouteAccess,
    private readonly limiter: RateLimiter | undefined,
    private readonly ip: () => string,
  ) {}

  known(session: Session | null): void {
    if (this.key !== undefined) return;
    this.request.session = session;
    this.key = callerKey(session?.user_id, this.ip());
    this.take('global', this.key);
  }

  permitted(): void {
    if (this.isGroupTaken || this.key === undefined || !this.access.bucket) return;
    this.isGroupTaken = true;
    this.take(this.access.bucket, this.key);
  }

  private take(bucket: RateBucket, key: CallerKey): void {
    const verdict = this.limiter?.take(bucket, key) ?? { allowed: true };
    if (verdict.allowed) return;
    throw new CodedError('RATE_LIMITED', 'too many requests; wait before asking again', {
      retryAfterSeconds: verdict.retryAfterSeconds,
    });
  }
}
