import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Config } from '@pezzottify/config';
import { type ErrorCode } from '@pezzottify/contracts';
import { type Logger, type Metrics, Readiness } from '@pezzottify/observability';
import { type FastifyInstance } from 'fastify';
import { readDeclaredBodies } from './body/body-stage.js';
import { ErrorFilter, type Explain } from './errors/error.filter.js';
import { HealthController } from './health/health.controller.js';
import { type AnsweredListener } from './observation/answered-request.js';
import { HttpMetricsCollector } from './observation/http-metrics.collector.js';
import { observeRequests, RequestObserver } from './observation/observe-requests.js';
import { RequestLog } from './observation/request-log.js';
import { collectRoutes } from './openapi/described-routes.js';
import { serveDescription } from './openapi/serve-description.js';
import { checkRoutesFirst } from './routing/route-checks.js';
import { createServer, DEFAULT_TIMEOUTS, type ServerTimeouts } from './server/create-server.js';
import { EdgeAdapter } from './server/edge-adapter.js';
import { closeGracefully } from './server/graceful-close.js';
import { NestLogger } from './server/nest-logger.js';
import { setResponseHeaders } from './server/response-headers.js';
import { endRefusedUpgrades } from './server/upgrades.js';

export interface HttpApplicationOptions {
  /** Kept, not copied: its logging level is read at each request. */
  config: Pick<Config, 'trustedProxies' | 'loggingLevel' | 'ssl'>;
  logger: Logger;
  metrics: Metrics;
  readiness: Readiness;
  /** Of the API description. */
  title: string;
  version: string;
  description?: string;
  /** Codes that every route may answer with, beside INTERNAL, as far as the API description is concerned. */
  commonRefusals?: readonly ErrorCode[];
  /** Asked about failures that would be a 500. */
  explain?: Explain;
  /** Told of every request once it has ended, so that metrics can listen. Must not throw. */
  onAnswered?: AnsweredListener;
  /** Plugins, proxies and hooks that come before Nest's routes. Hooks run after route and method are known to be right. */
  register?: (fastify: FastifyInstance) => void | Promise<void>;
  timeouts?: Partial<ServerTimeouts>;
}

@Module({})
class EdgeModule {}

/**
 * A Nest application behind the HTTP rules all services share (HTTP contract, sections 1, 9.2 and 11). It is initialised
 * and complete when this resolves; {@link listen} opens it.
 */
export async function createHttpApplication(
  module: Type | DynamicModule,
  options: HttpApplicationOptions,
): Promise<NestFastifyApplication> {
  const fastify = edgeOf(options);
  const routes = collectRoutes(fastify);
  await options.register?.(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(edgeModule(module, options), new EdgeAdapter(fastify), {
    logger: new NestLogger(options.logger),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ErrorFilter(options.logger, options.explain));
  const { title, version, description = '', commonRefusals = [] } = options;
  serveDescription(app, routes, { title, version, description, commonRefusals });
  await complete(app, fastify);
  return app;
}

/** A start that fails must leave nothing running: what the modules have opened is closed by their own hooks. */
async function complete(app: NestFastifyApplication, fastify: FastifyInstance): Promise<void> {
  try {
    await app.init();
    await fastify.ready();
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
}

/** The order of these calls is the order of the checks. */
function edgeOf({
  config,
  logger,
  metrics,
  timeouts: given,
  onAnswered,
  explain,
}: HttpApplicationOptions): FastifyInstance {
  const timeouts = { ...DEFAULT_TIMEOUTS, ...given };
  const log = new RequestLog(logger, config);
  const collector = new HttpMetricsCollector(metrics);
  const observer = new RequestObserver(log, (answered, request) => {
    collector.record(answered);
    onAnswered?.(answered, request);
  });
  const fastify = createServer({ config, timeouts, onUnrouted: observer.begun.bind(observer) });
  answerErrors(fastify, new ErrorFilter(logger, explain));
  observeRequests(fastify, observer, log);
  endRefusedUpgrades(fastify);
  setResponseHeaders(fastify);
  checkRoutesFirst(fastify);
  readDeclaredBodies(fastify, log);
  closeGracefully(fastify, timeouts.closeMs);
  return fastify;
}

function answerErrors(fastify: FastifyInstance, filter: ErrorFilter): void {
  fastify.setErrorHandler((error, request, reply) => {
    filter.answer(error, request, reply);
  });
}

function edgeModule(module: Type | DynamicModule, { readiness }: HttpApplicationOptions) {
  return {
    module: EdgeModule,
    imports: [module],
    controllers: [HealthController],
    providers: [{ provide: Readiness, useValue: readiness }],
  };
}
