import { describe, expect, it } from '@jest/globals';
import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('prefixes every name and keeps to a registry of its own', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.counter('tests_total', 'Tests', ['result']).inc({ result: 'passed' });
    expect(await one.registry.metrics()).toContain('pezzottify_tests_total{result="passed"} 1');
    expect(await other.registry.metrics()).not.toContain('tests_total');
  });

  it('refuses a name that is taken', () => {
    const metrics = new Metrics();
    metrics.counter('tests_total', 'Tests');
    expect(() => metrics.counter('tests_total', 'Tests')).toThrow(/already been registered/);
  });

  it('measures resident memory at the scrape', async () => {
    const text = await new Metrics().registry.metrics();
    const bytes = Number(/^pezzottify_process_memory_bytes (\d+)$/m.exec(text)?.[1]);
    expect(bytes).toBeGreaterThan(10_000_000);
  });

  it('asks a measured gauge for its value each time', async () => {
    const metrics = new Metrics();
    let value = 0;
    metrics.gauge('depth', 'Depth', [], (gauge) => {
      gauge.set((value += 1));
    });
    await metrics.registry.metrics();
    expect(await metrics.registry.metrics()).toContain('pezzottify_depth 2');
  });

  it('counts into the given buckets', async () => {
    const metrics = new Metrics();
    metrics.histogram('wait_seconds', 'Waiting', ['kind'], [1, 5]).observe({ kind: 'a' }, 3);
    const text = await metrics.registry.metrics();
    expect(text).toContain('pezzottify_wait_seconds_bucket{le="1",kind="a"} 0');
    expect(text).toContain('pezzottify_wait_seconds_bucket{le="5",kind="a"} 1');
  });
});
