/** A file (that has what is required, unless it is about that), and the one problem it has, word by word. */
export type ProblemCase = readonly [toml: string, problem: string];

export const DB = 'db_dir = "/data"\n';
export const PORT = 'must be a whole number from 0 to 65535';
export const LEVELS = 'must be one of none, path, headers, body';
export const HTTP_URL = 'must be a url that begins with http:// or https://';
export const NATS_URL = 'must be a url that begins with nats:// or tls://';
export const LIST = 'must be a list of IP addresses or CIDR blocks, for example ["10.0.0.0/8", "::1"]';
export const FOLDER = 'must be the path of an existing folder';
const LOCATION = 'must be a path of letters, digits, "-", "_", "." and "~" that begins and ends with "/"';
const PEM = 'must be the path of a readable PEM file';
const BOOLEAN = 'must be true or false without quotes';
const TO_3600 = 'must be a whole number from 1 to 3600';
const FROM_0 = 'must be a whole number of 0 or more';
const FROM_1 = 'must be a whole number of 1 or more';

/** Of keys at the top (`table` empty) or in a table: the line, and what follows the full key in the problem. */
function casesOf(table: string, lines: readonly (readonly [line: string, problem: string])[]): ProblemCase[] {
  const heading = table === '' ? '' : `[${table}]\n`;
  const prefix = table === '' ? '' : `${table}.`;
  return lines.map(([line, problem]) => [
    `${DB}${heading}${line}`,
    `${prefix}${line.split(' =')[0] ?? ''}: ${problem}`,
  ]);
}

const ofOneJob = casesOf('background_jobs.event_pruning', [
  ['cron = "0 25 * * *"', '"0 25 * * *" is not allowed, position 3: "25" is no hour; allowed: 0 to 23'],
  ['cron = "0 0 30 2 *"', '"0 0 30 2 *" is not allowed, position 5: no month has such a day'],
  ['cron = 5', '5 is a number, must be a cron expression of five fields, UTC'],
  ['enabled = "no"', `"no" is text, ${BOOLEAN}`],
  ['interval_hours = 0', '0 is not allowed, must be a whole number from 1 to 87600'],
  ['start_time = "24:00"', '"24:00" is not allowed, must be a time of day as "HH:MM", UTC'],
  ['start_time = 07:32:00', 'is a date or time, must be a time of day as "HH:MM", UTC'],
  ['jitter_secs = -1', '-1 is not allowed, must be a whole number from 0 to 86400'],
  ['timeout_secs = 0', '0 is not allowed, must be a whole number from 1 to 2678400'],
  ['missed_runs = "twice"', '"twice" is unknown, must be one of skip, once, all; the nearest known one is "once"'],
  ['missed_cap = 1001', '1001 is not allowed, must be a whole number from 1 to 1000'],
]);

const topLevel = casesOf('', [
  ['media_path = ["a"]', `is a list, ${FOLDER}`],
  ['media_path = ""', `"" is empty, ${FOLDER}`],
  ['media_path = false', `false is true or false, ${FOLDER}`],
  ['port = 70000', `70000 is not allowed, ${PORT}`],
  ['port = -1', `-1 is not allowed, ${PORT}`],
  ['port = 3001.5', `3001.5 is not allowed, ${PORT}`],
  ['port = "3001"', `"3001" is text, ${PORT}`],
  ['port = true', `true is true or false, ${PORT}`],
  ['port = nan', `nan is not allowed, ${PORT}`],
  ['port = -inf', `-inf is not allowed, ${PORT}`],
  ['port = 2024-05-01', `is a date or time, ${PORT}`],
  ['port = 07:32:00', `is a date or time, ${PORT}`],
  ['port = [3001]', `is a list, ${PORT}`],
  ['port = {}', `is a table, ${PORT}`],
  ['port = 0x1ffff', `131071 is not allowed, ${PORT}`],
  ['metrics_port = 65536', `65536 is not allowed, ${PORT}`],
  ['metrics_port = 9007199254740993', `9007199254740993 is not allowed, ${PORT}`],
  ['logging_level = "pth"', `"pth" is unknown, ${LEVELS}; did you mean "path"?`],
  ['logging_level = "BODY"', `"BODY" is unknown, ${LEVELS}; did you mean "body"?`],
  ['logging_level = "everything"', `"everything" is unknown, ${LEVELS}; the nearest known one is "path"`],
  ['logging_level = ""', `"" is unknown, ${LEVELS}; the nearest known one is "none"`],
  ['logging_level = 1', `1 is a number, ${LEVELS}`],
  ['content_cache_age_sec = -1', `-1 is not allowed, ${FROM_0}`],
  ['content_cache_age_sec = "1h"', `"1h" is text, ${FROM_0}`],
  ['frontend_dir_path = 1', `1 is a number, ${FOLDER}`],
  ['frontend_dir_path = "\\t"', `"\\t" is empty, ${FOLDER}`],
  ['nginx_media_location = true', `true is true or false, ${LOCATION}`],
  ['nginx_media_location = "media/"', `"media/" is not allowed, ${LOCATION}`],
  ['nginx_media_location = "/a b/"', `"/a b/" is not allowed, ${LOCATION}`],
  ['nginx_media_location = "/media"', `"/media" is not allowed, ${LOCATION}`],
  ['session_idle_days = 1.5', `1.5 is not allowed, ${FROM_0}`],
  ['session_idle_days = -90', `-90 is not allowed, ${FROM_0}`],
  ['event_retention_days = -7', `-7 is not allowed, ${FROM_0}`],
  ['event_retention_days = "30"', `"30" is text, ${FROM_0}`],
  ['prune_interval_hours = 0', `0 is not allowed, ${FROM_1}`],
  ['prune_interval_hours = []', `is a list, ${FROM_1}`],
  ['downloader_timeout_sec = 0', `0 is not allowed, ${TO_3600}`],
  ['downloader_timeout_sec = 3601', `3601 is not allowed, ${TO_3600}`],
  ['downloader_url = "d:3031"', `"d:3031" is not allowed, ${HTTP_URL}`],
  ['downloader_url = ""', `"" is not allowed, ${HTTP_URL}`],
  ['downloader_url = "HTTP//d"', `"HTTP//d" is not allowed, ${HTTP_URL}`],
  ['downloader_url = "ftp://d"', `"ftp://d" is not allowed, ${HTTP_URL}`],
  ['downloader_url = "http://"', `"http://" is not allowed, ${HTTP_URL}`],
  ['downloader_url = "http://a b"', `"http://a b" is not allowed, ${HTTP_URL}`],
  ['downloader_url = "http://d:99999"', `"http://d:99999" is not allowed, ${HTTP_URL}`],
  ['downloader_url = "http://me:se/cret@"', `"http://***@" is not allowed, ${HTTP_URL}`],
  ['downloader_url = false', `false is true or false, ${HTTP_URL}`],
  ['trusted_proxies = "10.0.0.1"', `"10.0.0.1" is text, ${LIST}`],
  ['trusted_proxies = ["10.0.0.1", "10.0.0.0/33"]', `"10.0.0.0/33" is no IP address or CIDR block, ${LIST}`],
  ['trusted_proxies = [10]', `10 is no IP address or CIDR block, ${LIST}`],
  ['trusted_proxies = ["0.0.0.0/0"]', `"0.0.0.0/0" is no IP address or CIDR block, ${LIST}`],
  ['trusted_proxies = ["10.1"]', `"10.1" is no IP address or CIDR block, ${LIST}`],
  ['trusted_proxies = ["010.0.0.1"]', `"010.0.0.1" is no IP address or CIDR block, ${LIST}`],
  ['trusted_proxies = ["proxy.local"]', `"proxy.local" is no IP address or CIDR block, ${LIST}`],
  ['trusted_proxies = ["::1/129"]', `"::1/129" is no IP address or CIDR block, ${LIST}`],
]);

const inTables = [
  ...casesOf('ssl', [
    ['cert_path = 1\nkey_path = "k"', `1 is a number, ${PEM}`],
    ['key_path = ["k"]\ncert_path = "c"', `is a list, ${PEM}`],
    ['cert_path = ""\nkey_path = "k"', `"" is empty, ${PEM}`],
  ]),
  ...casesOf('nats', [
    ['url = "http://n"', `"http://n" is not allowed, ${NATS_URL}`],
    ['url = "nats:4222"', `"nats:4222" is not allowed, ${NATS_URL}`],
    ['url = "nats://me:secret@"', `"nats://***@" is not allowed, ${NATS_URL}`],
    ['url = "nats://me:my secret@n"', `"nats://***@n" is not allowed, ${NATS_URL}`],
    ['url = 4222', `4222 is a number, ${NATS_URL}`],
  ]),
  ...casesOf('services', [
    ['catalog_api_url = "catalog-api:3001"', `"catalog-api:3001" is not allowed, ${HTTP_URL}`],
    ['job_scheduler_url = "x"', `"x" is not allowed, ${HTTP_URL}`],
    ['download_manager_url = 3021', `3021 is a number, ${HTTP_URL}`],
    ['job_scheduler_port = "3011"', `"3011" is text, ${PORT}`],
    ['job_scheduler_metrics_port = -1', `-1 is not allowed, ${PORT}`],
    ['download_manager_port = 65536', `65536 is not allowed, ${PORT}`],
    ['download_manager_metrics_port = 1e9', `1000000000 is not allowed, ${PORT}`],
  ]),
  ...casesOf('background_jobs', [
    ['popular_window_days = 0', `0 is not allowed, ${FROM_1}`],
    ['popular_window_days = true', `true is true or false, ${FROM_1}`],
    ['job_history_retention_days = -1', `-1 is not allowed, ${FROM_0}`],
    ['job_history_retention_days = "for ever"', `"for ever" is text, ${FROM_0}`],
    ['shutdown_timeout_secs = 0', '0 is not allowed, must be a whole number from 1 to 20'],
    ['shutdown_timeout_secs = 21', '21 is not allowed, must be a whole number from 1 to 20'],
  ]),
  ...casesOf('download_manager', [
    ['enabled = "yes"', `"yes" is text, ${BOOLEAN}`],
    ['enabled = 1', `1 is a number, ${BOOLEAN}`],
    ['max_albums_per_hour = 0', `0 is not allowed, ${FROM_1}`],
    ['max_albums_per_hour = inf', `inf is not allowed, ${FROM_1}`],
    ['max_albums_per_day = 0', `0 is not allowed, ${FROM_1}`],
    ['max_albums_per_day = "all"', `"all" is text, ${FROM_1}`],
    ['user_max_requests_per_day = 0', `0 is not allowed, ${FROM_1}`],
    ['user_max_requests_per_day = 0.5', `0.5 is not allowed, ${FROM_1}`],
    ['user_max_queue_size = -5', `-5 is not allowed, ${FROM_1}`],
    ['process_interval_secs = 0', `0 is not allowed, ${TO_3600}`],
    ['process_interval_secs = 3601', `3601 is not allowed, ${TO_3600}`],
    ['stale_in_progress_threshold_secs = 59', '59 is not allowed, must be a whole number of 60 or more'],
    ['stale_in_progress_threshold_secs = "1h"', '"1h" is text, must be a whole number of 60 or more'],
    ['max_retries = -1', '-1 is not allowed, must be a whole number from 0 to 100'],
    ['max_retries = 101', '101 is not allowed, must be a whole number from 0 to 100'],
    ['max_retries = "never"', '"never" is text, must be a whole number from 0 to 100'],
    ['initial_backoff_secs = 0', `0 is not allowed, ${FROM_1}`],
    ['initial_backoff_secs = [1, 2]', `is a list, ${FROM_1}`],
    ['max_backoff_secs = 0', `0 is not allowed, ${FROM_1}`],
    ['max_backoff_secs = nan', `nan is not allowed, ${FROM_1}`],
    ['backoff_multiplier = 0.99', '0.99 is not allowed, must be a number of 1 or more'],
    ['backoff_multiplier = "2"', '"2" is text, must be a number of 1 or more'],
    ['audit_log_retention_days = -1', `-1 is not allowed, ${FROM_0}`],
    ['audit_log_retention_days = 1.5', `1.5 is not allowed, ${FROM_0}`],
    ['throttle_enabled = "true"', `"true" is text, ${BOOLEAN}`],
    ['throttle_enabled = 0', `0 is a number, ${BOOLEAN}`],
    ['throttle_max_mb_per_minute = 0', '0 is not allowed, must be a number above 0'],
    ['throttle_max_mb_per_minute = "20 MB"', '"20 MB" is text, must be a number above 0'],
    ['throttle_max_mb_per_hour = inf', 'inf is not allowed, must be a number above 0'],
    ['throttle_max_mb_per_hour = -0.5', '-0.5 is not allowed, must be a number above 0'],
    ['worker_concurrency = 0', '0 is not allowed, must be a whole number from 1 to 64'],
    ['worker_concurrency = 65', '65 is not allowed, must be a whole number from 1 to 64'],
    ['lease_secs = 4', '4 is not allowed, must be a whole number from 5 to 3600'],
    ['lease_secs = 3601', '3601 is not allowed, must be a whole number from 5 to 3600'],
    ['min_free_space_mb = -1', `-1 is not allowed, ${FROM_0}`],
    ['min_free_space_mb = "1 GB"', `"1 GB" is text, ${FROM_0}`],
    ['starvation_minutes = "1h"', `"1h" is text, ${FROM_1}`],
    ['starvation_minutes = 0', `0 is not allowed, ${FROM_1}`],
  ]),
];

/** One value that is not allowed. */
export const VALUE_CASES: readonly ProblemCase[] = [
  ['db_dir = 3', `db_dir: 3 is a number, ${FOLDER}`],
  ['db_dir = ""', `db_dir: "" is empty, ${FOLDER}`],
  ['db_dir = "   "', `db_dir: "   " is empty, ${FOLDER}`],
  [`${DB}[port]\na = 1`, `port: is a table, ${PORT}`],
  ...topLevel,
  ...ofOneJob,
  ...inTables,
];

const above = 'belongs above the first [table] of the file';

/** One key or table that nobody knows, or a table that is none. */
export const UNKNOWN_CASES: readonly ProblemCase[] = [
  [`${DB}meda_path = "x"`, 'meda_path: unknown key, did you mean "media_path"?'],
  [`${DB}media-path = "x"`, 'media-path: unknown key, did you mean "media_path"?'],
  [`${DB}Port = 1`, 'Port: unknown key, did you mean "port"?'],
  [`${DB}"port " = 1`, '"port ": unknown key, did you mean "port"?'],
  [`${DB}zzzzzzzz = 1`, 'zzzzzzzz: unknown key, the nearest known one is "db_dir"'],
  [`${DB}constructor = 1`, 'constructor: unknown key, the nearest known one is "port"'],
  [`${DB}max_retries = 3`, 'max_retries: unknown key, did you mean "download_manager.max_retries"?'],
  [`${DB}cert_path = "c"`, 'cert_path: unknown key, did you mean "ssl.cert_path"?'],
  [`${DB}[nats]\nport = 3001`, `nats.port: unknown key, "port" ${above}`],
  [`${DB}[ssl]\nmedia_path = "/m"`, `ssl.media_path: unknown key, "media_path" ${above}`],
  [`${DB}[nats]\nlease_secs = 9`, 'nats.lease_secs: unknown key, did you mean "download_manager.lease_secs"?'],
  [`${DB}[nats]\nuri = "nats://n"`, 'nats.uri: unknown key, did you mean "url"?'],
  [`${DB}[services]\nurl = "x"`, 'services.url: unknown key, did you mean "nats.url"?'],
  [`${DB}[download_manager]\nmax_retrys = 3`, 'download_manager.max_retrys: unknown key, did you mean "max_retries"?'],
  [`${DB}[download_manager.retry]`, 'download_manager.retry: unknown table, the nearest known one is "enabled"'],
  [
    `${DB}[background_jobs.popular_contents]`,
    'background_jobs.popular_contents: unknown table, did you mean "popular_content"?',
  ],
  [
    `${DB}[background_jobs.popular_content]\ncorn = "0 0 * * *"`,
    'background_jobs.popular_content.corn: unknown key, did you mean "cron"?',
  ],
  [
    `${DB}[background_jobs]\npopular_content = 5`,
    'background_jobs.popular_content: 5 is a number, must be a table: [background_jobs.popular_content]',
  ],
  [
    `${DB}["background_jobs.popular_content"]`,
    '"background_jobs.popular_content": unknown table, the nearest known one is "background_jobs"',
  ],
  [`${DB}[downloadmanager]`, 'downloadmanager: unknown table, did you mean "download_manager"?'],
  [`${DB}[background-jobs]`, 'background-jobs: unknown table, did you mean "background_jobs"?'],
  [`${DB}[tls]\ncert = "x"`, 'tls: unknown table, the nearest known one is "ssl"'],
  [`${DB}[smtp_server]`, 'smtp_server: unknown table, the nearest known one is "services"'],
  [`${DB}[__proto__]\nport = 1`, '__proto__: unknown table, the nearest known one is "nats"'],
  [`${DB}[[nats]]\nurl = "nats://n"`, 'nats: is written [[nats]], must be a table: [nats]'],
  [`${DB}nats = "nats://n"`, 'nats: "nats://n" is text, must be a table: [nats]'],
  [`${DB}ssl = true`, 'ssl: true is true or false, must be a table: [ssl]'],
  [`${DB}services = []`, 'services: is a list, must be a table: [services]'],
];

const another = 'must be another port or 0';
const bothOrNone = 'set both for HTTPS or neither for HTTP';

/** Values that are allowed one by one. */
export const CONTRADICTIONS: readonly ProblemCase[] = [
  ['', `db_dir: missing, ${FOLDER}; set it in the file or with --db-dir`],
  [
    `${DB}[download_manager]\nenabled = true`,
    'download_manager.enabled: true is not allowed without downloader_url; set that too, or leave this out',
  ],
  [
    `${DB}[download_manager]\ninitial_backoff_secs = 100\nmax_backoff_secs = 99`,
    'download_manager.max_backoff_secs: 99 is less than initial_backoff_secs (100), must not be',
  ],
  [
    `${DB}[download_manager]\ninitial_backoff_secs = 3601`,
    'download_manager.max_backoff_secs: 3600 is less than initial_backoff_secs (3601), must not be',
  ],
  [`${DB}[ssl]\ncert_path = "c"`, `ssl.key_path: missing, ssl.cert_path is set; ${bothOrNone}`],
  [`${DB}[ssl]\nkey_path = "k"`, `ssl.cert_path: missing, ssl.key_path is set; ${bothOrNone}`],
  [`${DB}port = 9091`, `metrics_port: 9091 is the value of port too, ${another}`],
  [`${DB}metrics_port = 3001`, `metrics_port: 3001 is the value of port too, ${another}`],
  [`${DB}port = 3011`, `services.job_scheduler_port: 3011 is the value of port too, ${another}`],
  [
    `${DB}metrics_port = 9093`,
    `services.download_manager_metrics_port: 9093 is the value of metrics_port too, ${another}`,
  ],
  [
    `${DB}[services]\njob_scheduler_port = 9092`,
    `services.job_scheduler_metrics_port: 9092 is the value of services.job_scheduler_port too, ${another}`,
  ],
  [
    `${DB}[services]\njob_scheduler_metrics_port = 5000\ndownload_manager_port = 5000`,
    `services.download_manager_port: 5000 is the value of services.job_scheduler_metrics_port too, ${another}`,
  ],
];
