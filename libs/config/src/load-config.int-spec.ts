import { writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';
import { JOB_IDS } from './schema/jobs.config.js';
import { loadConfig } from './load-config.js';

/** Of a job about which the file says nothing. */
const NOTHING = {
  ...{ enabled: null, cron: null, intervalHours: null, startTime: null, jitterSecs: null },
  ...{ timeoutSecs: null, missedRuns: null, missedCap: null },
};

let dir: string;
let file: string;

beforeEach(async () => {
  dir = await temporaryDirectory();
  file = join(dir, 'pezzottify.toml');
});

const withFile = (content: string | Buffer): string[] => {
  writeFileSync(file, content);
  return ['--config', file];
};

describe('loadConfig', () => {
  it('gives a service everything it needs from a folder alone', () => {
    expect(loadConfig('job-scheduler', ['--db-dir', dir])).toEqual({
      service: 'job-scheduler',
      role: 'all',
      dbDir: dir,
      mediaPath: dir,
      port: 3011,
      metricsPort: 9092,
      loggingLevel: 'path',
      contentCacheAgeSec: 3600,
      frontendDirPath: null,
      nginxMediaLocation: null,
      downloaderUrl: null,
      downloaderTimeoutSec: 300,
      eventRetentionDays: 30,
      pruneIntervalHours: 24,
      sessionIdleDays: 90,
      trustedProxies: [],
      ssl: null,
      nats: { url: 'nats://127.0.0.1:4222' },
      services: {
        catalogApiUrl: 'http://127.0.0.1:3001',
        jobSchedulerUrl: 'http://127.0.0.1:3011',
        downloadManagerUrl: 'http://127.0.0.1:3021',
        jobSchedulerPort: 3011,
        jobSchedulerMetricsPort: 9092,
        downloadManagerPort: 3021,
        downloadManagerMetricsPort: 9093,
      },
      backgroundJobs: { popularWindowDays: 365, jobHistoryRetentionDays: 90, shutdownTimeoutSecs: 10 },
      jobs: Object.fromEntries(JOB_IDS.map((id) => [id, NOTHING])),
      downloadManager: {
        enabled: false,
        maxAlbumsPerHour: 10,
        maxAlbumsPerDay: 60,
        userMaxRequestsPerDay: 100,
        userMaxQueueSize: 200,
        processIntervalSecs: 5,
        staleInProgressThresholdSecs: 3600,
        maxRetries: 5,
        initialBackoffSecs: 60,
        maxBackoffSecs: 3600,
        backoffMultiplier: 2,
        auditLogRetentionDays: 90,
        throttleEnabled: false,
        throttleMaxMbPerMinute: 20,
        throttleMaxMbPerHour: 1500,
        workerConcurrency: 1,
        leaseSecs: 60,
        minFreeSpaceMb: 512,
        starvationMinutes: 60,
      },
    });
  });

  it('gives what the file says about a single job', () => {
    const table = '[background_jobs.popular_content]\ncron = "30 4 * * mon"\nenabled = false\nmissed_cap = 3\n';
    const config = loadConfig('job-scheduler', withFile(`db_dir = ${JSON.stringify(dir)}\n${table}`));
    expect(config.jobs.popular_content).toEqual({ ...NOTHING, cron: '30 4 * * mon', enabled: false, missedCap: 3 });
    expect(config.jobs.event_pruning).toEqual(NOTHING);
  });

  it.each([
    ['catalog-api', [3001, 9091]],
    ['job-scheduler', [3011, 9092]],
    ['download-manager', [3021, 9093]],
  ] as const)('gives %s the ports of its own', (service, ports) => {
    const { port, metricsPort } = loadConfig(service, ['--db-dir', dir]);
    expect([port, metricsPort]).toEqual(ports);
  });

  it('reads the file, and lets it win over the flags', () => {
    const args = withFile(`db_dir = "${dir}"\nport = 5001\n[download_manager]\nmax_retries = 2\n`);
    const config = loadConfig('catalog-api', [...args, '--port', '6001', '--metrics-port', '6091']);
    expect(config).toMatchObject({ port: 5001, metricsPort: 6091, downloadManager: { maxRetries: 2 } });
  });

  it('gives a worker no database, and the metrics port of workers', () => {
    const args = withFile(`db_dir = "/not/here"\nmedia_path = "${dir}"\n`);
    const config = loadConfig('download-manager', [...args, '--role', 'worker']);
    expect(config).toMatchObject({ role: 'worker', dbDir: '', mediaPath: dir, metricsPort: 9094 });
  });

  it('makes paths absolute, seen from the working folder', () => {
    const config = loadConfig('catalog-api', ['--db-dir', relative(process.cwd(), dir)]);
    expect(config.dbDir).toBe(dir);
  });

  it('reads a file that an editor began with a byte order mark', () => {
    const args = withFile(`\uFEFFdb_dir = "${dir}"`);
    expect(loadConfig('catalog-api', args).dbDir).toBe(dir);
  });

  it('reports what is wrong in the file, on the command line and with the machine together', () => {
    const args = withFile('db_dir = "/not/here"\nmedia_pth = "x"\n[nats]\nurl = "x"\n');
    expect(() => loadConfig('catalog-api', [...args, '--port', '70000'])).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        problems: [
          'media_pth: unknown key, did you mean "media_path"?',
          '--port: 70000 is not allowed, must be a whole number from 0 to 65535',
          'nats.url: "x" is not allowed, must be a url that begins with nats:// or tls://',
          'db_dir: "/not/here" cannot be used: it does not exist, must be an existing folder',
        ],
      }),
    );
  });

  it.each([
    ['a syntax error', 'port = \n', ', line 1, column 8: unexpected character'],
    ['a byte that is not UTF-8', Buffer.from([...Buffer.from('a = 1\nb = "é'), 0xff]), ', line 2, column 7: not UTF-8'],
  ])('names file, line and column of %s', (_, content, problem) => {
    const args = withFile(content);
    expect(() => loadConfig('catalog-api', args)).toThrow(`${basename(file)}${problem}`);
  });

  it.each([
    ['gone.toml', 'it does not exist'],
    ['.', 'it is a folder'],
  ])('says that the file %s cannot be read', (name, reason) => {
    const path = join(dir, name);
    expect(() => loadConfig('catalog-api', ['--config', path])).toThrow(
      expect.objectContaining({ problems: [`--config: "${path}" cannot be read: ${reason}`] }),
    );
  });
});
