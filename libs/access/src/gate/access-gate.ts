import { CodedError, type SessionAdmitReply } from '@pezzottify/contracts';
import { type FastifyRequest } from 'fastify';
import { type RouteAccess } from '../declarations/route-access.js';
import { type SessionJudge } from '../judging/session-judge.port.js';
import { Limits } from './limits.js';
import { presentedTokens } from './presented-tokens.js';
import { type RateLimiter } from './rate-limiter.port.js';
import { requireWebSocketUpgrade } from './web-socket-upgrade.js';

export interface AccessOptions {
  judge: SessionJudge;
  /** Only the gateway limits rates. */
  limiter?: RateLimiter;
  /** Default: Fastify's `request.ip`, which follows `trusted_proxies`. */
  clientIp?: (request: FastifyRequest) => string;
}

/** Global limit, then session and permission, then the group's limit: a refused caller uses up nothing of a group. */
export class AccessGate {
  constructor(private readonly options: AccessOptions) {}

  /** Notes the session on the request if the route needs one, also when it rejects with a refusal of that session. */
  async admit(request: FastifyRequest, access: RouteAccess): Promise<void> {
    if (access.kind === 'session' && access.isWebSocket) requireWebSocketUpgrade(request);
    const limits = new Limits(request, access, this.options.limiter, () => this.ipOf(request));
    const verdict = await this.judge(request, access, limits);
    // A judge far away has told all of it at once.
    limits.known(verdict && 'session' in verdict ? verdict.session : null);
    if (verdict) requireAdmission(verdict, access);
    limits.permitted();
  }

  private async judge(
    request: FastifyRequest,
    access: RouteAccess,
    limits: Limits,
  ): Promise<SessionAdmitReply | undefined> {
    if (access.kind === 'public') return undefined;
    const tokens = presentedTokens(request.raw);
    if (tokens.length === 0) return { kind: 'no_session' };
    return this.options.judge.admit(tokens, permissionsOf(access), limits);
  }

  private ipOf(request: FastifyRequest): string {
    return this.options.clientIp?.(request) ?? request.ip;
  }
}

function permissionsOf(access: RouteAccess) {
  return access.kind === 'permission' ? access.anyOf : [];
}

function requireAdmission(verdict: SessionAdmitReply, access: RouteAccess): void {
  if (verdict.kind === 'admitted') return;
  const needed = permissionsOf(access).join(' or ');
  if (verdict.kind === 'forbidden') throw new CodedError('FORBIDDEN', `this needs the permission ${needed}`);
  const purpose = needed ? ` with the permission ${needed}` : '';
  throw new CodedError('NO_SESSION', `this needs a session${purpose}; yours is missing, unknown or expired`);
}
