import { describe, expect, it } from '@jest/globals';
import { parseCommandLine } from '../command-line/command-line.js';
import { parseToml } from '../file/toml-text.js';
import { type ProgramName } from '../programs.js';
import { judge } from './judge.js';

/** The problems of a file (with a db_dir above it, unless it is about that) and flags. */
function problemsOf(toml: string, flags: readonly string[] = [], service: ProgramName = 'catalog-api'): string[] {
  const commandLine = parseCommandLine(service, flags);
  if (commandLine.kind !== 'run') throw new Error(commandLine.kind);
  return [...judge(service, commandLine, parseToml(toml, 'test.toml')).problems];
}

const DB = 'db_dir = "/data"\n';
const URL = 'downloader_url = "http://d"\n';
const PORT = 'a whole number from 0 to 65535';
const LEVELS = 'one of none, path, headers, body';
const HTTP_URL = 'a url that begins with http:// or https://';
const NATS_URL = 'a url that begins with nats:// or tls://';
const LIST = 'a list of IP addresses or CIDR blocks, for example ["10.0.0.0/8", "::1"]';
const FOLDER = 'the path of an existing folder';
const inManager = (line: string): string => `${DB}[download_manager]\n${line}`;
const inServices = (line: string): string => `${DB}[services]\n${line}`;

describe('a value of the file that is not allowed', () => {
  it.each([
    ['db_dir = 3', `db_dir: 3 is a number, must be ${FOLDER}`],
    ['db_dir = ""', `db_dir: "" is empty, must be ${FOLDER}`],
    ['db_dir = "   "', `db_dir: "   " is empty, must be ${FOLDER}`],
    [`${DB}media_path = ["a"]`, `media_path: is a list, must be ${FOLDER}`],
    [`${DB}port = 70000`, `port: 70000 is not allowed, must be ${PORT}`],
    [`${DB}port = -1`, `port: -1 is not allowed, must be ${PORT}`],
    [`${DB}port = 3001.5`, `port: 3001.5 is not allowed, must be ${PORT}`],
    [`${DB}port = "3001"`, `port: "3001" is text, must be ${PORT}`],
    [`${DB}port = true`, `port: true is true or false, must be ${PORT}`],
    [`${DB}port = nan`, `port: nan is not allowed, must be ${PORT}`],
    [`${DB}port = -inf`, `port: -inf is not allowed, must be ${PORT}`],
    [`${DB}port = 2024-05-01`, `port: is a date or time, must be ${PORT}`],
    [`${DB}[port]\na = 1`, `port: is a table, must be ${PORT}`],
    [`${DB}metrics_port = 9007199254740993`, `metrics_port: 9007199254740993 is not allowed, must be ${PORT}`],
    [`${DB}logging_level = "pth"`, `logging_level: "pth" is unknown, must be ${LEVELS}; did you mean "path"?`],
    [`${DB}logging_level = "BODY"`, `logging_level: "BODY" is unknown, must be ${LEVELS}; did you mean "body"?`],
    [
      `${DB}logging_level = "everything"`,
      `logging_level: "everything" is unknown, must be ${LEVELS}; the nearest known one is "path"`,
    ],
    [`${DB}logging_level = 1`, `logging_level: 1 is a number, must be ${LEVELS}`],
    [
      `${DB}content_cache_age_sec = -1`,
      'content_cache_age_sec: -1 is not allowed, must be a whole number of 0 or more',
    ],
    [`${DB}session_idle_days = 1.5`, 'session_idle_days: 1.5 is not allowed, must be a whole number of 0 or more'],
    [`${DB}event_retention_days = -7`, 'event_retention_days: -7 is not allowed, must be a whole number of 0 or more'],
    [`${DB}prune_interval_hours = 0`, 'prune_interval_hours: 0 is not allowed, must be a whole number of 1 or more'],
    [
      `${DB}downloader_timeout_sec = 3601`,
      'downloader_timeout_sec: 3601 is not allowed, must be a whole number from 1 to 3600',
    ],
    [`${DB}downloader_url = "d:3031"`, `downloader_url: "d:3031" is not allowed, must be ${HTTP_URL}`],
    [`${DB}downloader_url = "ftp://d"`, `downloader_url: "ftp://d" is not allowed, must be ${HTTP_URL}`],
    [`${DB}downloader_url = "http://"`, `downloader_url: "http://" is not allowed, must be ${HTTP_URL}`],
    [`${DB}downloader_url = "http://a b"`, `downloader_url: "http://a b" is not allowed, must be ${HTTP_URL}`],
    [`${DB}downloader_url = "http://d:99999"`, `downloader_url: "http://d:99999" is not allowed, must be ${HTTP_URL}`],
    [`${DB}downloader_url = false`, `downloader_url: false is true or false, must be ${HTTP_URL}`],
    [`${DB}[nats]\nurl = "http://n"`, `nats.url: "http://n" is not allowed, must be ${NATS_URL}`],
    [`${DB}[nats]\nurl = "nats:4222"`, `nats.url: "nats:4222" is not allowed, must be ${NATS_URL}`],
    [`${DB}[nats]\nurl = "nats://me:secret@"`, `nats.url: "nats://***@" is not allowed, must be ${NATS_URL}`],
    [inServices('job_scheduler_url = "x"'), `services.job_scheduler_url: "x" is not allowed, must be ${HTTP_URL}`],
    [
      inServices('download_manager_port = 65536'),
      `services.download_manager_port: 65536 is not allowed, must be ${PORT}`,
    ],
    [`${DB}trusted_proxies = "10.0.0.1"`, `trusted_proxies: "10.0.0.1" is text, must be ${LIST}`],
    [
      `${DB}trusted_proxies = ["10.0.0.1", "10.0.0.0/33"]`,
      `trusted_proxies: "10.0.0.0/33" is no IP address or CIDR block, must be ${LIST}`,
    ],
    [`${DB}trusted_proxies = [10]`, `trusted_proxies: 10 is no IP address or CIDR block, must be ${LIST}`],
    [`${DB}trusted_proxies = ["10.1"]`, `trusted_proxies: "10.1" is no IP address or CIDR block, must be ${LIST}`],
    [
      `${DB}[ssl]\ncert_path = 1\nkey_path = "k"`,
      'ssl.cert_path: 1 is a number, must be the path of a readable PEM file',
    ],
    [
      `${DB}[background_jobs]\npopular_window_days = 0`,
      'background_jobs.popular_window_days: 0 is not allowed, must be a whole number of 1 or more',
    ],
    [inManager('enabled = "yes"'), 'download_manager.enabled: "yes" is text, must be true or false without quotes'],
    [inManager('enabled = 1'), 'download_manager.enabled: 1 is a number, must be true or false without quotes'],
    [
      inManager('max_albums_per_day = 0'),
      'download_manager.max_albums_per_day: 0 is not allowed, must be a whole number of 1 or more',
    ],
    [
      inManager('process_interval_secs = 3601'),
      'download_manager.process_interval_secs: 3601 is not allowed, must be a whole number from 1 to 3600',
    ],
    [
      inManager('stale_in_progress_threshold_secs = 59'),
      'download_manager.stale_in_progress_threshold_secs: 59 is not allowed, must be a whole number of 60 or more',
    ],
    [
      inManager('max_retries = 101'),
      'download_manager.max_retries: 101 is not allowed, must be a whole number from 0 to 100',
    ],
    [
      inManager('backoff_multiplier = 0.99'),
      'download_manager.backoff_multiplier: 0.99 is not allowed, must be a number of 1 or more',
    ],
    [
      inManager('throttle_max_mb_per_minute = 0'),
      'download_manager.throttle_max_mb_per_minute: 0 is not allowed, must be a number above 0',
    ],
    [
      inManager('throttle_max_mb_per_hour = inf'),
      'download_manager.throttle_max_mb_per_hour: inf is not allowed, must be a number above 0',
    ],
    [
      inManager('worker_concurrency = 65'),
      'download_manager.worker_concurrency: 65 is not allowed, must be a whole number from 1 to 64',
    ],
    [
      inManager('lease_secs = 4'),
      'download_manager.lease_secs: 4 is not allowed, must be a whole number from 5 to 3600',
    ],
    [
      inManager('min_free_space_mb = -1'),
      'download_manager.min_free_space_mb: -1 is not allowed, must be a whole number of 0 or more',
    ],
    [
      inManager('starvation_minutes = "1h"'),
      'download_manager.starvation_minutes: "1h" is text, must be a whole number of 1 or more',
    ],
  ])('%j', (toml, problem) => {
    expect(problemsOf(toml)).toEqual([problem]);
  });

  it('is cut short where it is long', () => {
    const [problem] = problemsOf(`${DB}downloader_url = "${'x'.repeat(500)}"`);
    expect(problem).toBe(`downloader_url: "${'x'.repeat(80)}…" is not allowed, must be ${HTTP_URL}`);
  });
});

describe('a key or table that nobody knows', () => {
  it.each([
    [inManager('max_retrys = 3'), 'download_manager.max_retrys: unknown key, did you mean "max_retries"?'],
    [`${DB}meda_path = "x"`, 'meda_path: unknown key, did you mean "media_path"?'],
    [`${DB}media-path = "x"`, 'media-path: unknown key, did you mean "media_path"?'],
    [`${DB}Port = 1`, 'Port: unknown key, did you mean "port"?'],
    [`${DB}"port " = 1`, '"port ": unknown key, did you mean "port"?'],
    [`${DB}zzzzzzzz = 1`, 'zzzzzzzz: unknown key, the nearest known one is "db_dir"'],
    [`${DB}max_retries = 3`, 'max_retries: unknown key, did you mean "download_manager.max_retries"?'],
    [`${DB}[nats]\nport = 3001`, 'nats.port: unknown key, "port" belongs above the first [table] of the file'],
    [`${DB}[nats]\nlease_secs = 9`, 'nats.lease_secs: unknown key, did you mean "download_manager.lease_secs"?'],
    [`${DB}[services]\nurl = "x"`, 'services.url: unknown key, did you mean "nats.url"?'],
    [`${DB}[downloadmanager]`, 'downloadmanager: unknown table, did you mean "download_manager"?'],
    [`${DB}[tls]\ncert = "x"`, 'tls: unknown table, the nearest known one is "ssl"'],
    [`${DB}[smtp_server]`, 'smtp_server: unknown table, the nearest known one is "services"'],
    [`${DB}[download_manager.retry]`, 'download_manager.retry: unknown table, the nearest known one is "enabled"'],
    [`${DB}[[nats]]\nurl = "nats://n"`, 'nats: is written [[nats]], must be a table: [nats]'],
    [`${DB}nats = "nats://n"`, 'nats: "nats://n" is text, must be a table: [nats]'],
    [`${DB}ssl = true`, 'ssl: true is true or false, must be a table: [ssl]'],
    [`${DB}constructor = 1`, 'constructor: unknown key, the nearest known one is "port"'],
    [`${DB}[__proto__]\nport = 1`, '__proto__: unknown table, the nearest known one is "nats"'],
  ])('%j', (toml, problem) => {
    expect(problemsOf(toml)).toEqual([problem]);
  });
});

describe('what is missing or contradicts itself', () => {
  const missing = `db_dir: missing, must be ${FOLDER}; set it in the file or with --db-dir`;

  it.each(['catalog-api', 'job-scheduler', 'download-manager'] as const)('%s needs db_dir', (service) => {
    expect(problemsOf('', [], service)).toEqual([missing]);
  });

  it('a worker needs media_path and no db_dir', () => {
    const worker = ['--role', 'worker'];
    expect(problemsOf('', worker, 'download-manager')).toEqual([
      'media_path: missing, a download worker needs it; set it in the file or with --media-path',
    ]);
    expect(problemsOf('media_path = "/m"', worker, 'download-manager')).toEqual([]);
    expect(problemsOf('', ['--role', 'owner'], 'download-manager')).toEqual([missing]);
  });

  it.each([
    [
      inManager('enabled = true'),
      'download_manager.enabled: true is not allowed without downloader_url; set that too, or leave this out',
    ],
    [
      inManager('initial_backoff_secs = 100\nmax_backoff_secs = 99'),
      'download_manager.max_backoff_secs: 99 is less than initial_backoff_secs (100), must not be',
    ],
    [
      inManager('initial_backoff_secs = 3601'),
      'download_manager.max_backoff_secs: 3600 is less than initial_backoff_secs (3601), must not be',
    ],
    [
      `${DB}[ssl]\ncert_path = "c"`,
      'ssl.key_path: missing, ssl.cert_path is set; set both for HTTPS or neither for HTTP',
    ],
    [
      `${DB}[ssl]\nkey_path = "k"`,
      'ssl.cert_path: missing, ssl.key_path is set; set both for HTTPS or neither for HTTP',
    ],
    [`${DB}port = 9091`, 'metrics_port: 9091 is the value of port too, must be another port or 0'],
  ])('%j', (toml, problem) => {
    expect(problemsOf(toml)).toEqual([problem]);
  });

  it.each([
    ['0 twice, since each means any free port', `${DB}port = 0\nmetrics_port = 0`],
    ['enabled with a downloader', `${DB}${URL}[download_manager]\nenabled = true`],
    ['disabled without one', inManager('enabled = false')],
    ['the longest wait by default', inManager('initial_backoff_secs = 3600')],
    ['equal waits', inManager('initial_backoff_secs = 50\nmax_backoff_secs = 50')],
    ['a fraction where fractions make sense', inManager('throttle_max_mb_per_minute = 0.5')],
    ['addresses and blocks of both kinds', `${DB}trusted_proxies = ["10.0.0.1", "10.0.0.0/8", "::1", "fd00::/8"]`],
    ['an empty table', `${DB}[ssl]\n[nats]`],
  ])('%s is allowed', (_, toml) => {
    expect(problemsOf(toml)).toEqual([]);
  });

  it('a worker may use the number of the HTTP port it does not open', () => {
    const worker = ['--role', 'worker', '--media-path', '/m', '--metrics-port', '3021'];
    expect(problemsOf('', worker, 'download-manager')).toEqual([]);
  });

  it('what was refused is not compared with anything', () => {
    const problems = problemsOf(inManager('initial_backoff_secs = 5000\nmax_backoff_secs = "1h"'));
    expect(problems).toEqual(['download_manager.max_backoff_secs: "1h" is text, must be a whole number of 1 or more']);
    expect(problemsOf(`${DB}port = 9091\nmetrics_port = "x"`)).toHaveLength(1);
  });

  it.each([
    ['port', 0, 65_535],
    ['metrics_port', 0, 65_535],
    ['content_cache_age_sec', 0, 1e9],
    ['downloader_timeout_sec', 1, 3600],
    ['event_retention_days', 0, 1e9],
    ['prune_interval_hours', 1, 1e9],
    ['session_idle_days', 0, 1e9],
    ['services.job_scheduler_port', 0, 65_535],
    ['services.job_scheduler_metrics_port', 0, 65_535],
    ['services.download_manager_port', 0, 65_535],
    ['services.download_manager_metrics_port', 0, 65_535],
    ['background_jobs.popular_window_days', 1, 1e9],
    ['background_jobs.job_history_retention_days', 0, 1e9],
    ['download_manager.max_albums_per_hour', 1, 1e9],
    ['download_manager.max_albums_per_day', 1, 1e9],
    ['download_manager.user_max_requests_per_day', 1, 1e9],
    ['download_manager.user_max_queue_size', 1, 1e9],
    ['download_manager.process_interval_secs', 1, 3600],
    ['download_manager.stale_in_progress_threshold_secs', 60, 1e9],
    ['download_manager.max_retries', 0, 100],
    ['download_manager.initial_backoff_secs', 1, 3600],
    ['download_manager.max_backoff_secs', 60, 1e9],
    ['download_manager.backoff_multiplier', 1, 100.5],
    ['download_manager.audit_log_retention_days', 0, 1e9],
    ['download_manager.throttle_max_mb_per_minute', 0.001, 1e9],
    ['download_manager.throttle_max_mb_per_hour', 0.001, 1e9],
    ['download_manager.worker_concurrency', 1, 64],
    ['download_manager.lease_secs', 5, 3600],
    ['download_manager.min_free_space_mb', 0, 1e9],
    ['download_manager.starvation_minutes', 1, 1e9],
  ])('%s may be %d and %d', (key, least, most) => {
    expect(problemsOf(`${DB}${key} = ${least}`)).toEqual([]);
    expect(problemsOf(`${DB}${key} = ${most}`)).toEqual([]);
  });

  it('judges the ports of the service started, by the name they were given under', () => {
    expect(problemsOf(inServices('job_scheduler_port = 9092'), [], 'job-scheduler')).toEqual([
      'services.job_scheduler_metrics_port: 9092 is the value of services.job_scheduler_port too, must be another port or 0',
    ]);
    expect(problemsOf(DB, ['--port', '5', '--metrics-port', '5'], 'download-manager')).toEqual([
      '--metrics-port: 5 is the value of --port too, must be another port or 0',
    ]);
  });
});

describe('a flag with a value that is not allowed', () => {
  it.each([
    [['--port', '70000'], `--port: 70000 is not allowed, must be ${PORT}`],
    [['-p', '-1'], `--port: -1 is not allowed, must be ${PORT}`],
    [['--logging-level', 'bdy'], `--logging-level: "bdy" is unknown, must be ${LEVELS}; did you mean "body"?`],
    [['--nats-url', 'nats'], `--nats-url: "nats" is not allowed, must be ${NATS_URL}`],
    [['--db-dir', ''], `--db-dir: "" is empty, must be ${FOLDER}`],
    [['--ssl-cert', 'c'], 'ssl.key_path: missing, --ssl-cert is set; set both for HTTPS or neither for HTTP'],
    [
      ['--trusted-proxies', '10.0.0.1,proxy'],
      `--trusted-proxies: "proxy" is no IP address or CIDR block, must be ${LIST}`,
    ],
  ])('%j', (flags, problem) => {
    expect(problemsOf(flags.includes('--db-dir') ? '' : DB, flags)).toEqual([problem]);
  });

  it('a role', () => {
    expect(problemsOf(DB, ['--role', 'Worker'], 'download-manager')).toEqual([
      '--role: "Worker" is unknown, must be one of owner, worker, all; did you mean "worker"?',
    ]);
  });
});

it('reports everything at once, also what another value overrides, and nothing twice', () => {
  const toml = 'prt = 1\nport = "x"\ndb_dir = 1\n[nats]\nurl = 5\n[nat]\n[download_manager]\nenabled = true';
  expect(problemsOf(toml, ['--port', '-5', '--content-cache-age-sec', '-1'])).toEqual([
    'prt: unknown key, did you mean "port"?',
    'nat: unknown table, did you mean "nats"?',
    `db_dir: 1 is a number, must be ${FOLDER}`,
    `port: "x" is text, must be ${PORT}`,
    `--port: -5 is not allowed, must be ${PORT}`,
    '--content-cache-age-sec: -1 is not allowed, must be a whole number of 0 or more',
    `nats.url: 5 is a number, must be ${NATS_URL}`,
    'download_manager.enabled: true is not allowed without downloader_url; set that too, or leave this out',
  ]);
});
