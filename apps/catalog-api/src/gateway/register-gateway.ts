import { registerAccess } from '@pezzottify/access';
import { type FastifyInstance } from 'fastify';
import { describeContentAnswers } from '../catalog/content-read.js';
import { type CatalogApiParts } from '../foundations.js';
import { registerSocketRoute } from '../live-sync/sockets/socket-route.js';
import { forward } from './forward.js';
import { DOWNLOAD_ROUTES, JOB_ROUTES } from './forwarded-routes.js';
import { registerFrontend } from './frontend.js';
import { registerServerInfo } from './server-info.js';

const DISABLED = { code: 'DOWNLOADS_DISABLED', message: 'downloads are switched off on this server' } as const;
const DOWNLOADS_AWAY = {
  code: 'DOWNLOAD_MANAGER_UNAVAILABLE',
  message: 'the download manager cannot be reached; try again later',
} as const;
const SCHEDULER_AWAY = {
  code: 'SCHEDULER_UNAVAILABLE',
  message: 'the job scheduler is not available; try again later',
} as const;

/** Everything at the door that is not a controller of this service. Access comes first: it must see every route. */
export async function registerGateway(fastify: FastifyInstance, parts: CatalogApiParts): Promise<void> {
  const { config, context, databases, limiter, userSide } = parts;
  const { judge, sockets: registry } = userSide;
  registerAccess(fastify, { judge, limiter });
  describeContentAnswers(fastify, config);
  const { version, logger } = context;
  await registerSocketRoute(fastify, { registry, judge, reads: databases.user.reads, version, logger });
  await forward(fastify, {
    upstream: config.services.downloadManagerUrl,
    routes: DOWNLOAD_ROUTES,
    limiter,
    unavailable: DOWNLOADS_AWAY,
    disabled: config.downloadManager.enabled ? undefined : DISABLED,
  });
  await forward(fastify, {
    upstream: config.services.jobSchedulerUrl,
    routes: JOB_ROUTES,
    limiter,
    unavailable: SCHEDULER_AWAY,
  });
  if (config.frontendDirPath === null) {
    registerServerInfo(fastify, { clock: context.clock, judge, buildHash: context.buildHash });
  } else {
    await registerFrontend(fastify, config.frontendDirPath);
  }
}
