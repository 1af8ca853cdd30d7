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

  it('leaves out a gauge that cannot be measured, without saying why, and serves the others', async () => {
    const failed: unknown[] = [];
    const metrics = new Metrics((name, error) => failed.push(name, error));
    let isBroken = false;
    const broken = new Error('/var/lib/secret.db');
    const measure = () => (isBroken ? Promise.reject(broken) : Promise.resolve(7));
    metrics.gauge('plain', 'Plain', [], async (gauge) => gauge.set(await measure()));
    metrics.gauge('by_kind', 'By kind', ['kind'], async (gauge) => gauge.set({ kind: 'a' }, await measure()));
    metrics.counter('other_total', 'Other').inc();
    const { ask } = await setup(metrics);
    const samplesOf = async () => (await (await ask('/metrics')).text()).match(/^pezzottify_(?!process).*$/gm);
    expect(await samplesOf()).toEqual([
      'pezzottify_plain 7',
      'pezzottify_by_kind{kind="a"} 7',
      'pezzottify_other_total 1',
    ]);
    isBroken = true;
    expect(await samplesOf()).toEqual(['pezzottify_other_total 1']);
    expect(failed).toEqual(['plain', broken, 'by_kind', broken]);
    isBroken = false;
    expect(await samplesOf()).toHaveLength(3);
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
