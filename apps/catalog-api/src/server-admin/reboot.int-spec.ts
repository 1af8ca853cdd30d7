import { describe, expect, it } from '@jest/globals';
import { type Config } from '@pezzottify/config';
import { Database } from '@pezzottify/persistence';
import { type RunningService } from '@pezzottify/service-runner';
import { FakeClock, silentLogger, temporaryDirectory } from '@pezzottify/testing';
import { Accounts } from '../sessions/test-app/accounts.js';
import { startCatalogApi } from '../start-catalog-api.js';
import { userDatabase } from '../storage/user/user-database.js';

/** The whole service, as it is started in production, without a message broker. */
async function setup() {
  const directory = await temporaryDirectory();
  const config = {
    ...{ dbDir: directory, mediaPath: directory, port: 0, metricsPort: 0, loggingLevel: 'none', ssl: null },
    ...{ sessionIdleDays: 90, contentCacheAgeSec: 0, trustedProxies: [], frontendDirPath: null },
    nats: { url: 'nats://127.0.0.1:1' },
    backgroundJobs: { popularWindowDays: 365 },
    downloadManager: { enabled: false },
    services: { downloadManagerUrl: 'http://127.0.0.1:1', jobSchedulerUrl: 'http://127.0.0.1:1' },
  } as unknown as Config;
  const logger = silentLogger();
  const stopped = Promise.withResolvers<string>();
  const service: RunningService = await startCatalogApi(config, {
    ...{ logger, clock: new FakeClock(), version: '1.4.0', buildHash: '' },
    requestStop: (reason) => {
      service.stop(reason).then(() => stopped.resolve(reason), stopped.reject);
    },
  });
  const url = `http://127.0.0.1:${Number(service.ready?.port)}`;
  const beside = () => Database.open(userDatabase, { directory, owner: 'test', logger, exclusive: false });
  const database = await beside();
  const accounts = new Accounts(database, (path, init) => fetch(url + path, init));
  const token = await accounts.session(await accounts.add('ada', 'Admin'));
  await database.close();
  const ask = (path: string, init?: RequestInit) => fetch(url + path, { ...init, headers: { authorization: token } });
  return { ask, beside, stopped: stopped.promise };
}

describe('POST /v1/admin/reboot', () => {
  it('answers, stops the service in order, and stores what each user was sent until then', async () => {
    const { ask, beside, stopped } = await setup();
    const session = await (await ask('/v1/auth/session')).text();
    const answer = await ask('/v1/admin/reboot', { method: 'POST' });
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([202, 'text/plain; charset=utf-8']);
    expect(text).not.toBe('');
    expect(await stopped).toBe('reboot');
    await expect(ask('/health/live')).rejects.toThrow();
    const database = await beside();
    const rows = await database.reads.all('SELECT endpoint_category, bytes_sent, request_count FROM bandwidth_usage');
    await database.close();
    expect(rows).toEqual([
      { endpoint_category: 'auth', bytes_sent: session.length, request_count: 1 },
      { endpoint_category: 'admin', bytes_sent: text.length, request_count: 1 },
    ]);
  });
});
