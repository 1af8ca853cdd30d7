import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Metrics } from './metrics.js';
import { type Readiness } from './readiness.js';

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface MetricsServerOptions {
  metrics: Metrics;
  /** Of a process without an HTTP port of its own, which answers `/health/live` and `/health/ready` here. */
  readiness?: Readiness;
  /** 0 = any free port. */
  port: number;
}

const ALLOWED_METHODS = ['GET', 'HEAD'];

type Send = (response: ServerResponse) => Promise<void>;

/** Serves `GET /metrics`, with `readiness` also health, and nothing else, as plain HTTP. Rejects when the port is taken. */
export async function startMetricsServer({ metrics, readiness, port }: MetricsServerOptions): Promise<MetricsServer> {
  const answers = new Map<string, Send>([['/metrics', (response) => sendMetrics(metrics, response)]]);
  if (readiness) {
    answers.set('/health/live', (response) => {
      sendJson(response, 200, { status: 'ok' });
      return Promise.resolve();
    });
    answers.set('/health/ready', (response) => sendReadiness(readiness, response));
  }
  const server = createServer((request, response) => void answer(answers, request, response));
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  server.listen(port);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function answer(
  answers: ReadonlyMap<string, Send>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = ''] = (request.url ?? '').split('?', 1);
  const send = answers.get(path);
  if (!send) {
    refuse(response, 404, `only ${[...answers.keys()].join(', ')} ${answers.size === 1 ? 'is' : 'are'} served here`);
    return;
  }
  if (!ALLOWED_METHODS.includes(request.method ?? '')) {
    response.setHeader('allow', ALLOWED_METHODS.join(', '));
    refuse(response, 405, 'only GET and HEAD are answered here');
    return;
  }
  await send(response);
}

async function sendReadiness(readiness: Readiness, response: ServerResponse): Promise<void> {
  const { ready, checks } = await readiness.report();
  if (ready) sendJson(response, 200, { status: 'ready', checks });
  else sendJson(response, 503, { status: 'not_ready', checks, error: 'the service is not ready', code: 'NOT_READY' });
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(status, headers).end(JSON.stringify(body));
}

async function sendMetrics(metrics: Metrics, response: ServerResponse): Promise<void> {
  try {
    const text = await metrics.registry.metrics();
    response.writeHead(200, { 'content-type': metrics.registry.contentType, 'cache-control': 'no-store' }).end(text);
  } catch {
    // Gauges fail one by one; if all of them do, half a scrape would look like a restart.
    refuse(response, 500, 'the metrics could not be collected');
  }
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${message}\n`);
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
