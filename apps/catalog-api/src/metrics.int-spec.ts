import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Config } from '@pezzottify/config';
import { Database } from '@pezzottify/persistence';
import { eventually, FakeClock, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { fillSampleCatalog } from './catalog/test-app/sample-catalog.js';
import { Accounts } from './sessions/test-app/accounts.js';
import { startUserSide } from './sessions/test-app/start-user-side.js';
import { startCatalogApi } from './start-catalog-api.js';
import { catalogDatabase } from './storage/catalog/catalog-database.js';
import { userDatabase } from './storage/user/user-database.js';

/** HTTP contract, section 11, owner C. */
const NAMES = [
  'http_requests_total',
  'http_request_duration_seconds',
  'errors_total',
  'process_memory_bytes',
  'db_query_duration_seconds',
  'db_connection_errors_total',
  'rate_limit_hits_total',
  'auth_login_attempts_total',
  'auth_login_duration_seconds',
  'auth_active_sessions',
  'catalog_items_total',
  'catalog_size_bytes',
  'bandwidth_bytes_total',
  'bandwidth_requests_total',
  'listening_events_total',
  'listening_duration_seconds_total',
  'changelog_stale_batches',
  'changelog_stale_batch_checks_total',
];

describe('the metrics of the service', () => {
  let directory: string;
  let service: Awaited<ReturnType<typeof startCatalogApi>>;
  const beside: Database[] = [];

  beforeAll(async () => {
    directory = await temporaryDirectory();
    const config = {
      ...{ dbDir: directory, mediaPath: directory, port: 0, metricsPort: 0, loggingLevel: 'none', ssl: null },
      ...{ sessionIdleDays: 90, contentCacheAgeSec: 0, trustedProxies: [], frontendDirPath: null },
      nats: { url: 'nats://127.0.0.1:1' },
      backgroundJobs: { popularWindowDays: 365 },
      downloadManager: { enabled: false },
      services: { downloadManagerUrl: 'http://127.0.0.1:1', jobSchedulerUrl: 'http://127.0.0.1:1' },
    } as unknown as Config;
    const logger = silentLogger();
    const clock = new FakeClock();
    service = await startCatalogApi(config, {
      ...{ logger, clock, version: '1.4.0', buildHash: '', requestStop: () => undefined },
    });
    const options = { directory, owner: 'test', logger, exclusive: false };
    beside.push(await Database.open(userDatabase, options), await Database.open(catalogDatabase, options));
  });
  afterAll(async () => {
    await Promise.all(beside.map((database) => database.close()));
    await service.stop('test');
  });

  const at = (port: 'port' | 'metricsPort') => `http://127.0.0.1:${Number(service.ready?.[port])}`;
  const ask = (path: string, init?: RequestInit) => fetch(at('port') + path, init);
  const scrape = async () => (await fetch(`${at('metricsPort')}/metrics`)).text();

  it('are all there, whatever has happened so far', async () => {
    const found = [...(await scrape()).matchAll(/^# TYPE pezzottify_(\w+) /gm)].map(([, name]) => name);
    expect(found.sort()).toEqual([...NAMES].sort());
  });

  it('say what the service did and holds', async () => {
    const [user, catalog] = beside as [Database, Database];
    const accounts = new Accounts(user, ask);
    await accounts.add('maria', 'Regular');
    const answer = await accounts.signIn();
    const answered = Buffer.byteLength(await answer.text());
    await fillSampleCatalog(catalog);
    const size = (await stat(join(directory, 'catalog.db'))).size;
    const text = await eventually(async () => {
      const scraped = await scrape();
      expect(scraped).toContain('http_requests_total{method="POST",path="/v1/auth/login",status="201"} 1\n');
      return scraped;
    });
    for (const line of [
      'auth_login_attempts_total{status="success"} 1',
      'auth_login_duration_seconds_count 1',
      'auth_active_sessions 1',
      'catalog_items_total{type="artist"} 3',
      'catalog_items_total{type="album"} 4',
      'catalog_items_total{type="track"} 5',
      `catalog_size_bytes ${size}`,
      'bandwidth_requests_total{endpoint_category="auth"} 1',
      `bandwidth_bytes_total{endpoint_category="auth",direction="response"} ${answered}`,
      'db_connection_errors_total 0',
    ]) {
      expect(text).toContain(`pezzottify_${line}\n`);
    }
    for (const operation of ['read', 'write', 'commit']) {
      expect(text).toMatch(new RegExp(`db_query_duration_seconds_count\\{operation="${operation}"\\} [1-9]`));
    }
  });
});

describe('the metrics of a service that has lost a database', () => {
  it('count it, and leave out only what would have to be read from there', async () => {
    const app = await startUserSide();
    await app.database.close();
    expect((await app.ask('/health/ready')).status).toBe(503);
    const text = await app.scrape();
    await app.app.close();
    expect(text).toContain('pezzottify_db_connection_errors_total 1\n');
    expect(text).toContain('pezzottify_catalog_items_total{type="track"} 0\n');
    expect(text).not.toMatch(/^pezzottify_auth_active_sessions/m);
  });
});
