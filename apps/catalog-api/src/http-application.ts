import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApplication } from '@pezzottify/http-edge';
import { Readiness } from '@pezzottify/observability';
import { checkDatabases } from '@pezzottify/persistence';
import { type FastifyInstance } from 'fastify';
import { appModule } from './app.module.js';
import { type CatalogApiParts, foundationsOf } from './foundations.js';
import { bandwidth } from './gateway/bandwidth/bandwidth.collector.js';
import { peerCheck } from './gateway/peer-check.js';
import { registerGateway } from './gateway/register-gateway.js';
import { explainDeletedUser } from './sessions/deleted-user.js';

const DESCRIPTION = `The catalog, accounts and live sync of Pezzottify. The gateway also answers \`/v1/download\` and
\`/v1/admin/jobs\` for the services behind it, which describe themselves.

A session is told by the header or by the cookie; without one, or without the permission, the answer is 403. Every refusal
has a stable \`code\`. What is not listed at a route: 404 \`ROUTE_NOT_FOUND\` for a path nobody knows, 405
\`METHOD_NOT_ALLOWED\` with \`Allow\`, and 400 \`INVALID_PARAMETER\` for a path that cannot be decoded. HEAD is answered
wherever GET is. Instants are unix seconds.`;

/** Everything the service answers over HTTP, complete and not yet open. `beforeGateway`: hooks that must see every route. */
export function createApplication(
  parts: CatalogApiParts,
  beforeGateway: (fastify: FastifyInstance) => void = () => undefined,
): Promise<NestFastifyApplication> {
  const { config, context, metrics, databases } = parts;
  const countBandwidth = bandwidth(metrics);
  return createHttpApplication(appModule(foundationsOf(parts)), {
    config,
    logger: context.logger,
    metrics,
    version: context.version,
    readiness: readinessOf(parts),
    title: 'Pezzottify catalog API',
    description: DESCRIPTION,
    commonRefusals: ['RATE_LIMITED'],
    explain: (failure, request) => explainDeletedUser(failure, request, databases.user.reads),
    onAnswered: (answered, { session }) => {
      countBandwidth(answered);
      if (session) parts.bandwidth.record(session.user_id, answered);
    },
    register: async (fastify) => {
      beforeGateway(fastify);
      await registerGateway(fastify, parts);
    },
  });
}

/** NATS counts too: reads and streaming work without it, but no other service could ask whose session a token is. */
function readinessOf({ config, context, databases, metrics, bus }: CatalogApiParts): Readiness {
  const readiness = new Readiness();
  checkDatabases([databases.catalog, databases.user], readiness, metrics);
  readiness.add('nats', () => (bus.isConnected ? 'ok' : 'not connected'));
  const { jobSchedulerUrl, downloadManagerUrl } = config.services;
  const isPeer = { isPeer: true };
  readiness.add('job_scheduler', peerCheck(jobSchedulerUrl, context.clock), isPeer);
  if (config.downloadManager.enabled) {
    readiness.add('download_manager', peerCheck(downloadManagerUrl, context.clock), isPeer);
  }
  return readiness;
}
