import { afterEach, describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';
import { type MetricsServer, startMetricsServer } from './metrics-server.js';

describe('startMetricsServer', () => {
  const started: MetricsServer[] = [];
  afterEach(() => Promise.all(started.splice(0).map((server) => server.close())));

  async function setup(metrics = new Metrics()) {
    const server = await startMetricsServer({ metrics, port: 0 });
    started.push(server);
    return { server, ask: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init) };
  }

  it('serves the metrics as Prometheus text', async () => {
    const { ask } = await setup();
    const answer = await ask('/metrics?x=1');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
    expect(await answer.text()).toContain('pezzottify_process_memory_bytes');
  });

  it('answers HEAD without a body', async () => {
    const { ask } = await setup();
    const answer = await ask('/metrics', { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it.each([
    ['GET', '/', 404],
    ['GET', '/metrics/', 404],
    ['GET', '/v1/user', 404],
    ['POST', '/metrics', 405],
  ])('%s %s is %i', async (method, path, status) => {
    const { ask } = await setup();
    const answer = await ask(path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([status, status === 405 ? 'GET, HEAD' : null]);
  });

  it('fails the scrape when a gauge cannot be measured, without saying why', async () => {
    const metrics = new Metrics();
    metrics.gauge('broken', 'Broken', [], () => Promise.reject(new Error('/var/lib/secret.db')));
    const { ask } = await setup(metrics);
    const answer = await ask('/metrics');
    expect([answer.status, await answer.text()]).toEqual([500, 'the metrics could not be collected\n']);
  });

  it('rejects when the port is taken', async () => {
    const { server } = await setup();
    const second = startMetricsServer({ metrics: new Metrics(), port: server.port });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('closes in spite of a connection that is kept alive', async () => {
    const { server, ask } = await setup();
    await (await ask('/metrics')).text();
    await server.close();
    started.length = 0;
    await expect(ask('/metrics')).rejects.toThrow();
  });
});
