import { type Static, type TSchema } from 'typebox';
import * as Downloads from './events/downloads.js';
import * as Hooks from './events/hooks.js';
import * as Catalog from './messages/catalog.js';
import * as Jobs from './messages/jobs.js';
import * as Queue from './messages/queue.js';
import * as SessionMessages from './messages/session.js';
import * as Signals from './messages/signals.js';
import { type ServiceName } from './wire/words.js';

interface RequestDefinition {
  /** Who answers. `job-host`: every service that hosts jobs answers on a subject of its own. */
  readonly owner: ServiceName | 'job-host';
  readonly request: TSchema;
  readonly reply: TSchema;
}

/** Core NATS request-reply. The key is the name; imperative. */
export const REQUESTS = {
  'session.admit': {
    owner: 'catalog-api',
    request: SessionMessages.SessionAdmitRequest,
    reply: SessionMessages.SessionAdmitReply,
  },
  'catalog.look-up-presence': {
    owner: 'catalog-api',
    request: Catalog.CatalogPresenceRequest,
    reply: Catalog.CatalogPresenceReply,
  },
  'catalog.ingest-album': {
    owner: 'catalog-api',
    request: Catalog.CatalogIngestRequest,
    reply: Catalog.CatalogIngestReply,
  },
  'catalog.attach-media': {
    owner: 'catalog-api',
    request: Catalog.CatalogAttachRequest,
    reply: Catalog.CatalogAttachReply,
  },
  'catalog.list-media': {
    owner: 'catalog-api',
    request: Catalog.CatalogManifestRequest,
    reply: Catalog.CatalogManifestReply,
  },
  'catalog.describe-media': {
    owner: 'catalog-api',
    request: Catalog.CatalogDescribeMediaRequest,
    reply: Catalog.CatalogDescribeMediaReply,
  },
  'queue.claim': { owner: 'download-manager', request: Queue.QueueClaimRequest, reply: Queue.QueueClaimReply },
  'queue.heartbeat': {
    owner: 'download-manager',
    request: Queue.QueueHeartbeatRequest,
    reply: Queue.QueueHeartbeatReply,
  },
  'queue.settle': { owner: 'download-manager', request: Queue.QueueSettleRequest, reply: Queue.QueueSettleReply },
  'queue.settle-all': {
    owner: 'download-manager',
    request: Queue.QueueSettleAllRequest,
    reply: Queue.QueueSettleAllReply,
  },
  'jobs.announce': { owner: 'job-scheduler', request: Jobs.JobsAnnounceRequest, reply: Jobs.JobsAnnounceReply },
  'jobs.heartbeat-run': { owner: 'job-scheduler', request: Jobs.RunHeartbeatRequest, reply: Jobs.RunHeartbeatReply },
  'jobs.heartbeat-runs': {
    owner: 'job-scheduler',
    request: Jobs.RunsHeartbeatRequest,
    reply: Jobs.RunsHeartbeatReply,
  },
  'jobs.finish-run': { owner: 'job-scheduler', request: Jobs.RunFinishRequest, reply: Jobs.RunFinishReply },
  'jobs.finish-runs': { owner: 'job-scheduler', request: Jobs.RunsFinishRequest, reply: Jobs.RunsFinishReply },
  'job-host.start-run': { owner: 'job-host', request: Jobs.RunStartRequest, reply: Jobs.RunStartReply },
  'job-host.start-runs': { owner: 'job-host', request: Jobs.RunsStartRequest, reply: Jobs.RunsStartReply },
  'job-host.cancel-run': { owner: 'job-host', request: Jobs.RunCancelRequest, reply: Jobs.RunCancelReply },
} as const satisfies Record<string, RequestDefinition>;

/** Durable JetStream events. The key is the CloudEvents `type`; past tense, versioned. */
export const EVENTS = {
  'hook.OnStartup': Hooks.StartupHook,
  'hook.OnCatalogChange': Hooks.CatalogChangeHook,
  'hook.OnUserCreated': Hooks.UserCreatedHook,
  'hook.OnDownloadComplete': Hooks.DownloadCompleteHook,
  'download.request.created.v1': Downloads.DownloadRequestCreated,
  'download.status.changed.v1': Downloads.DownloadStatusChanged,
  'download.progress.updated.v1': Downloads.DownloadProgressUpdated,
  'download.completed.v1': Downloads.DownloadCompleted,
} as const satisfies Record<string, TSchema>;

/** Core NATS publish; may be lost without harm. */
export const SIGNALS = {
  'queue.work-available': Signals.WorkAvailable,
  'queue.items-cancelled': Signals.ItemsCancelled,
  'session.revoked': Signals.SessionRevoked,
} as const satisfies Record<string, TSchema>;

export type RequestName = keyof typeof REQUESTS;
export type RequestOf<Name extends RequestName> = Static<(typeof REQUESTS)[Name]['request']>;
export type ReplyOf<Name extends RequestName> = Static<(typeof REQUESTS)[Name]['reply']>;

export type EventName = keyof typeof EVENTS;
export type EventOf<Name extends EventName> = Static<(typeof EVENTS)[Name]>;

export type SignalName = keyof typeof SIGNALS;
export type SignalOf<Name extends SignalName> = Static<(typeof SIGNALS)[Name]>;

/** Names of the requests that this service must answer; start-up fails when one has no handler. */
export function requestsOwnedBy(owner: ServiceName | 'job-host'): RequestName[] {
  return (Object.keys(REQUESTS) as RequestName[]).filter((name) => REQUESTS[name].owner === owner);
}
