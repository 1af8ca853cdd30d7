import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Metrics } from './metrics.js';

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface MetricsServerOptions {
  metrics: Metrics;
  /** 0 = any free port. */
  port: number;
}

const ALLOWED_METHODS = ['GET', 'HEAD'];

/** Serves `GET /metrics` and nothing else, as plain HTTP without session. Rejects when the port is taken. */
export async function startMetricsServer({ metrics, port }: MetricsServerOptions): Promise<MetricsServer> {
  const server = createServer((request, response) => void answer(metrics, request, response));
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  server.listen(port);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function answer(metrics: Metrics, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path] = (request.url ?? '').split('?', 1);
  if (path !== '/metrics') {
    refuse(response, 404, 'only /metrics is served here');
    return;
  }
  if (!ALLOWED_METHODS.includes(request.method ?? '')) {
    response.setHeader('allow', ALLOWED_METHODS.join(', '));
    refuse(response, 405, 'only GET and HEAD are answered here');
    return;
  }
  await sendMetrics(metrics, response);
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
