import Type, { type Static } from 'typebox';
import { HOOKS, SERVICES } from '../wire/words.js';
import { LeaseToken, Nullable, OneOf, Text } from './scalars.js';

export const JobId = Type.String({ pattern: '^[a-z][a-z0-9_]{0,63}$' });

/** When a job is due. At least one of the three; cron has five fields and means UTC. */
export const JobSchedule = Type.Object({
  cron: Type.Optional(Type.String({ maxLength: 200 })),
  interval_seconds: Type.Optional(Type.Integer({ minimum: 1 })),
  hooks: Type.Optional(Type.Array(OneOf(HOOKS), { uniqueItems: true })),
});
export type JobSchedule = Static<typeof JobSchedule>;

export const JobDeclaration = Type.Object({
  id: JobId,
  name: Type.String({ minLength: 1, maxLength: 100 }),
  description: Text,
  schedule: JobSchedule,
  shutdown: OneOf(['cancellable', 'wait_for_completion']),
  timeout_seconds: Type.Integer({ minimum: 1 }),
  missed_runs: OneOf(['skip', 'once', 'all']),
});
export type JobDeclaration = Static<typeof JobDeclaration>;

export const JobsAnnounceRequest = Type.Object({
  host: OneOf(SERVICES),
  jobs: Type.Array(JobDeclaration, { maxItems: 200 }),
});
export type JobsAnnounceRequest = Static<typeof JobsAnnounceRequest>;

/** `refused`: declarations the scheduler cannot run, each with the reason (a cron mistake names its position). */
export const JobsAnnounceReply = Type.Object({
  accepted: Type.Array(JobId),
  refused: Type.Array(Type.Object({ id: JobId, reason: Text })),
});
export type JobsAnnounceReply = Static<typeof JobsAnnounceReply>;

export const RunRef = Type.Object({ run_id: Type.Integer({ minimum: 1 }), lease_token: LeaseToken });
export type RunRef = Static<typeof RunRef>;

export const RunStartRequest = Type.Object({
  run_id: Type.Integer({ minimum: 1 }),
  lease_token: LeaseToken,
  lease_seconds: Type.Integer({ minimum: 1 }),
  job_id: JobId,
  triggered_by: Type.String({ maxLength: 100 }),
  timeout_seconds: Type.Integer({ minimum: 1 }),
  is_forced: Type.Boolean(),
});
export type RunStartRequest = Static<typeof RunStartRequest>;

export const RunStartReply = Type.Object({ kind: OneOf(['started', 'unknown_job', 'already_running', 'stopping']) });
export type RunStartReply = Static<typeof RunStartReply>;

export const RunHeartbeatRequest = Type.Object({
  ...RunRef.properties,
  host: OneOf(SERVICES),
  job_id: JobId,
  progress: Type.Optional(Type.Object({ fraction: Nullable(Type.Number({ minimum: 0, maximum: 1 })), text: Text })),
});
export type RunHeartbeatRequest = Static<typeof RunHeartbeatRequest>;

/** `lost`: the run is over for the scheduler; the host must abort it and cannot report it any more. */
export const RunHeartbeatReply = Type.Object({ kind: OneOf(['renewed', 'lost']) });
export type RunHeartbeatReply = Static<typeof RunHeartbeatReply>;

export const RunFinishRequest = Type.Object({
  ...RunRef.properties,
  outcome: Type.Union([
    Type.Object({ kind: Type.Literal('completed'), summary: Nullable(Text) }),
    Type.Object({ kind: Type.Literal('failed'), message: Text }),
    Type.Object({ kind: Type.Literal('cancelled'), message: Text }),
  ]),
});
export type RunFinishRequest = Static<typeof RunFinishRequest>;

export const RunFinishReply = Type.Object({ kind: OneOf(['recorded', 'stale']) });
export type RunFinishReply = Static<typeof RunFinishReply>;

export const RunCancelRequest = Type.Object({ ...RunRef.properties, reason: Text });
export type RunCancelRequest = Static<typeof RunCancelRequest>;

export const RunCancelReply = Type.Object({ kind: OneOf(['cancelling', 'not_running']) });
export type RunCancelReply = Static<typeof RunCancelReply>;
