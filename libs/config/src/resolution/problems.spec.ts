import { describe, expect, it } from '@jest/globals';
import { parseCommandLine } from '../command-line/command-line.js';
import { parseToml } from '../file/toml-text.js';
import { type ProgramName } from '../programs.js';
import { jobSection, SCHEMA, settingsOf } from '../schema/schema.js';
import { judge } from './judge.js';
import * as cases from './problem-cases.fixture.js';

const { CONTRADICTIONS, DB, FOLDER, HTTP_URL, LEVELS, LIST, NATS_URL, PORT, UNKNOWN_CASES, VALUE_CASES } = cases;

/** The problems of a file (with a db_dir above it, unless it is about that) and flags. */
function problemsOf(toml: string, flags: readonly string[] = [], service: ProgramName = 'catalog-api'): string[] {
  const commandLine = parseCommandLine(service, flags);
  if (!('sources' in commandLine)) throw new Error(commandLine.kind);
  return [...judge(service, commandLine.sources, parseToml(toml, 'test.toml')).problems];
}

const URL = 'downloader_url = "http://d"\n';
const inManager = (line: string): string => `${DB}[download_manager]\n${line}`;
const inServices = (line: string): string => `${DB}[services]\n${line}`;

describe('the table of cases', () => {
  it('has at least 120, each of them once', () => {
    const all = [...VALUE_CASES, ...UNKNOWN_CASES, ...CONTRADICTIONS].map(([toml]) => toml);
    expect(all.length).toBeGreaterThanOrEqual(120);
    expect(new Set(all).size).toBe(all.length);
  });

  it('has a refusal of every setting', () => {
    const refused = new Set(VALUE_CASES.map(([, problem]) => problem.split(':')[0]));
    expect([...refused].sort()).toEqual(
      settingsOf([...SCHEMA, jobSection('event_pruning')])
        .map(({ key }) => key)
        .sort(),
    );
  });
});

describe('a value of the file that is not allowed', () => {
  it.each(VALUE_CASES)('%j', (toml, problem) => {
    expect(problemsOf(toml)).toEqual([problem]);
  });

  it('is cut short where it is long', () => {
    const [problem] = problemsOf(`${DB}downloader_url = "${'x'.repeat(500)}"`);
    expect(problem).toBe(`downloader_url: "${'x'.repeat(80)}…" is not allowed, ${HTTP_URL}`);
  });
});

describe('a key or table that nobody knows', () => {
  it.each(UNKNOWN_CASES)('%j', (toml, problem) => {
    expect(problemsOf(toml)).toEqual([problem]);
  });
});

describe('what is missing or contradicts itself', () => {
  const missing = `db_dir: missing, ${FOLDER}; set it in the file or with --db-dir`;

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

  it.each(CONTRADICTIONS)('%j', (toml, problem) => {
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
    [
      'the same port at another host, as in containers',
      inServices('job_scheduler_port = 3001\njob_scheduler_url = "http://job-scheduler:3001"'),
    ],
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
    expect(problemsOf(inServices('job_scheduler_port = 5'), ['--port', '5'])).toEqual([
      'services.job_scheduler_port: 5 is the value of --port too, must be another port or 0',
    ]);
  });

  it('does not take the default ports of others, which may run elsewhere, against a flag', () => {
    expect(problemsOf(DB, ['--port', '3011'])).toEqual([]);
  });

  it('judges the ports of the others for a worker too, not its own', () => {
    const toml = 'media_path = "/m"\nport = 5\nmetrics_port = 9094\n[services]\njob_scheduler_port = 5';
    expect(problemsOf(toml, ['--role', 'worker'], 'download-manager')).toEqual([
      'services.job_scheduler_port: 5 is the value of port too, must be another port or 0',
    ]);
  });
});

describe('a flag with a value that is not allowed', () => {
  it.each([
    [['--port', '70000'], `--port: 70000 is not allowed, ${PORT}`],
    [['-p', '-1'], `--port: -1 is not allowed, ${PORT}`],
    [['--logging-level', 'bdy'], `--logging-level: "bdy" is unknown, ${LEVELS}; did you mean "body"?`],
    [['--nats-url', 'nats'], `--nats-url: "nats" is not allowed, ${NATS_URL}`],
    [['--db-dir', ''], `--db-dir: "" is empty, ${FOLDER}`],
    [['--ssl-cert', 'c'], 'ssl.key_path: missing, --ssl-cert is set; set both for HTTPS or neither for HTTP'],
    [['--trusted-proxies', '10.0.0.1,proxy'], `--trusted-proxies: "proxy" is no IP address or CIDR block, ${LIST}`],
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
    `db_dir: 1 is a number, ${FOLDER}`,
    `port: "x" is text, ${PORT}`,
    `--port: -5 is not allowed, ${PORT}`,
    '--content-cache-age-sec: -1 is not allowed, must be a whole number of 0 or more',
    `nats.url: 5 is a number, ${NATS_URL}`,
    'download_manager.enabled: true is not allowed without downloader_url; set that too, or leave this out',
  ]);
});
