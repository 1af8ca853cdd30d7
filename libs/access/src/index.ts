export { CurrentSession } from './current-session.decorator.js';
export { PermissionRequired, Public, SessionRequired } from './declarations/access.decorators.js';
export { RoutesUndeclaredError } from './declarations/declared-routes.js';
export {
  type AccessOptions as RouteAccessOptions,
  permissionRoute,
  publicRoute,
  type RouteAccess,
  type SessionAccessOptions,
  sessionRoute,
} from './declarations/route-access.js';
export { type AccessOptions } from './gate/access-gate.js';
export { callerKey } from './gate/caller-key.js';
export { presentedTokens } from './gate/presented-tokens.js';
export {
  type CallerKey,
  type GroupBucket,
  type RateBucket,
  type RateLimiter,
  type RateVerdict,
} from './gate/rate-limiter.port.js';
export { RemoteSessionJudge, type RemoteSessionJudgeOptions } from './judging/remote-session-judge.js';
export { type AdmissionChecks, type SessionJudge } from './judging/session-judge.port.js';
export { registerAccess } from './register-access.js';
