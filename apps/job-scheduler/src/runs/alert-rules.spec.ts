import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Metrics } from '@pezzottify/observability';
import { type Database } from '@pezzottify/persistence';
import { FakeClock } from '@pezzottify/testing';
import { RunEvents } from './run-events.js';
import { RunsCollector } from './runs.collector.js';
import { ScheduleCollector } from './schedule.collector.js';

const RULES = new URL('../../../../monitoring/prometheus/rules/background-jobs.yml', import.meta.url);

describe('the alert rules of background jobs', () => {
  it('speak only of metrics and labels that are there', () => {
    const metrics = new Metrics();
    const database = { reads: {} } as unknown as Database;
    expect(new RunsCollector(metrics, database, new RunEvents())).toBeDefined();
    expect(new ScheduleCollector(metrics, database, new FakeClock())).toBeDefined();
    const known = metrics.registry.getMetricsAsArray().map(({ name }) => name);
    const used = readFileSync(RULES, 'utf8').match(/pezzottify_\w+/g) ?? [];
    expect(used.length).toBeGreaterThan(5);
    expect([...new Set(used)].filter((name) => !known.includes(name))).toEqual([]);
  });
});
