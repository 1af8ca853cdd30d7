import Type, { type Static, type TSchema } from 'typebox';
import { HOOKS, SERVICES } from '../wire/words.js';
import { LeaseToken, Nullable, OneOf, Text } from './scalars.js';

export const JobId = Type.String({ pattern: '^[a-z][a-z0-9_]{0,63}$' });

/**
 * When a job is due. At least one of cron, interval and hooks; cron has five fields and means UTC. An interval may be
 * lengthened by up to `interval_jitter_seconds`, or may be tied to the clock: `interval_start_seconds` after midnight UTC.
 */
export const JobSchedule = Type.Object({
  cron: Type.Optional(Type.String({ maxLength: 200 })),
  interval_seconds: Type.Optional(Type.Integer({ minimum: 1 })),
  interval_jitter_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_400 })),
  interval_start_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 86_399 })),
  hooks: Type.Optional(Type.Array(OneOf(HOOKS), { uniqueItems: true })),
});
export type JobSchedule = Static<typeof JobSchedule>;

/** What an administrator hands a run; which keys mean something is the job's own affair. */
export const JobParameters = Type.Record(Type.String({ maxLength: 64 }), Type.Unknown(), { maxProperties: 32 });
export type JobParameters = Static<typeof JobParameters>;

/** As JSON: with it a run still fits any message and any row of the history. */
export const MAX_PARAMETERS_LENGTH = 4_000;

/**
 * `missed_cap`: so many missed due times are made up for by `missed_runs` `all`, 10 unless it says otherwise.
 * `parameters`: the JSON schema of an object that a triggered run may be given; without it the job takes none.
 */
export const JobDeclaration = Type.Object({
  id: JobId,
  name: Type.String({ minLength: 1, maxLength: 100 }),
  description: Text,
  schedule: JobSchedule,
  shutdown: OneOf(['cancellable', 'wait_for_completion']),
  timeout_seconds: Type.Integer({ minimum: 1 }),
  missed_runs: OneOf(['skip', 'once', 'all']),
  missed_cap: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type JobDeclaration = Static<typeof JobDeclaration>;

/** Those who announce and those who hear it say so when they understand the messages that bring many runs at once. */
const TakesMany = { takes_many: Type.Optional(Type.Boolean()) };

export const JobsAnnounceRequest = Type.Object({
  host: OneOf(SERVICES),
  jobs: Type.Array(JobDeclaration, { maxItems: 1000 }),
  ...TakesMany,
});
export type JobsAnnounceRequest = Static<typeof JobsAnnounceRequest>;

/** `refused`: declarations the scheduler cannot run, each with the reason (a cron mistake names its position). */
export const JobsAnnounceReply = Type.Object({
  accepted: Type.Array(JobId),
  refused: Type.Array(Type.Object({ id: JobId, reason: Text })),
  ...TakesMany,
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
  parameters: Type.Optional(JobParameters),
});
export type RunStartRequest = Static<typeof RunStartRequest>;

/** `reason` belongs to `invalid_parameters`: the job has changed since the scheduler judged them. */
export const RunStartReply = Type.Object({
  kind: OneOf(['started', 'unknown_job', 'already_running', 'stopping', 'invalid_parameters']),
  reason: Type.Optional(Text),
});
export type RunStartReply = Static<typeof RunStartReply>;

/** So many runs travel in one message at most. */
export const MAX_RUNS_PER_MESSAGE = 100;

const many = <Item extends TSchema>(item: Item) => Type.Array(item, { minItems: 1, maxItems: MAX_RUNS_PER_MESSAGE });

/** What many runs are asked one by one otherwise; the replies are in the order of the request. */
export const RunsStartRequest = Type.Object({ runs: many(RunStartRequest) });
export const RunsStartReply = Type.Object({ replies: many(RunStartReply) });

export const RunProgress = Type.Object({ fraction: Nullable(Type.Number({ minimum: 0, maximum: 1 })), text: Text });
export type RunProgress = Static<typeof RunProgress>;

/** The last lines a run has logged. */
export const RunLogTail = Type.Array(Type.String({ maxLength: 400 }), { maxItems: 50 });
export type RunLogTail = Static<typeof RunLogTail>;

/** Why a run failed. `interrupted` and `not_started` are the scheduler's own. */
export const RUN_ERROR_CLASSES = [
  'job_error',
  'timeout',
  'cancelled',
  'shutdown',
  'interrupted',
  'not_started',
] as const;
export type RunErrorClass = (typeof RUN_ERROR_CLASSES)[number];

export const RunHeartbeatRequest = Type.Object({
  ...RunRef.properties,
  host: OneOf(SERVICES),
  job_id: JobId,
  progress: Type.Optional(RunProgress),
  log_tail: Type.Optional(RunLogTail),
});
export type RunHeartbeatRequest = Static<typeof RunHeartbeatRequest>;

/**
 * `lost`: the run is over for the scheduler; the host must abort it and cannot report it any more. `cancel` says why an
 * admin wants it to end, should the request to cancel it have been lost.
 */
export const RunHeartbeatReply = Type.Object({ kind: OneOf(['renewed', 'lost']), cancel: Type.Optional(Text) });
export type RunHeartbeatReply = Static<typeof RunHeartbeatReply>;

export const RunFinishRequest = Type.Object({
  ...RunRef.properties,
  outcome: Type.Union([
    Type.Object({ kind: Type.Literal('completed'), summary: Nullable(Text) }),
    Type.Object({ kind: Type.Literal('failed'), message: Text, error_class: Type.Optional(OneOf(RUN_ERROR_CLASSES)) }),
    Type.Object({
      ...{ kind: Type.Literal('cancelled'), message: Text },
      error_class: Type.Optional(OneOf(RUN_ERROR_CLASSES)),
    }),
  ]),
  progress: Type.Optional(RunProgress),
  log_tail: Type.Optional(RunLogTail),
});
export type RunFinishRequest = Static<typeof RunFinishRequest>;

export const RunFinishReply = Type.Object({ kind: OneOf(['recorded', 'stale']) });
export type RunFinishReply = Static<typeof RunFinishReply>;

export const RunsHeartbeatRequest = Type.Object({ beats: many(RunHeartbeatRequest) });
export const RunsHeartbeatReply = Type.Object({ replies: many(RunHeartbeatReply) });

export const RunsFinishRequest = Type.Object({ ends: many(RunFinishRequest) });
export const RunsFinishReply = Type.Object({ replies: many(RunFinishReply) });

export const RunCancelRequest = Type.Object({ ...RunRef.properties, reason: Text });
export type RunCancelRequest = Static<typeof RunCancelRequest>;

export const RunCancelReply = Type.Object({ kind: OneOf(['cancelling', 'not_running']) });
export type RunCancelReply = Static<typeof RunCancelReply>;
