import { portClashes } from './port-clashes.js';
import { type Resolution } from './resolve.js';

/** Problems that no single value shows: what is required, and what contradicts each other. */
export function inconsistencies(resolution: Resolution): string[] {
  return CHECKS.flatMap((check) => check(resolution));
}

type Check = (resolution: Resolution) => string[];

const folderOfDatabases: Check = (resolution) => {
  if (resolution.given.role === 'worker' || !isMissing(resolution, 'db_dir')) return [];
  return ['db_dir: missing, must be the path of an existing folder; set it in the file or with --db-dir'];
};

const folderOfMedia: Check = (resolution) => {
  if (resolution.given.role !== 'worker' || !isMissing(resolution, 'media_path')) return [];
  return ['media_path: missing, a download worker needs it; set it in the file or with --media-path'];
};

const downloaderOfDownloads: Check = (resolution) => {
  const isEnabled = resolution.valueOf('download_manager.enabled') === true;
  if (!isEnabled || !isMissing(resolution, 'downloader_url')) return [];
  return ['download_manager.enabled: true is not allowed without downloader_url; set that too, or leave this out'];
};

const backoffInOrder: Check = (resolution) => {
  const initial = resolution.get('download_manager.initial_backoff_secs');
  const max = resolution.get('download_manager.max_backoff_secs');
  const isInOrder = (max.value as number) >= (initial.value as number);
  if (isInOrder || !initial.isSound || !max.isSound) return [];
  return [`${max.key}: ${String(max.value)} is less than initial_backoff_secs (${String(initial.value)}), must not be`];
};

const bothHalvesOfTls: Check = (resolution) => {
  const halves = [resolution.get('ssl.cert_path'), resolution.get('ssl.key_path')];
  const missing = halves.find(({ key }) => isMissing(resolution, key));
  const given = halves.find(({ origin }) => origin !== 'default');
  if (!missing || !given) return [];
  return [`${missing.key}: missing, ${given.label} is set; set both for HTTPS or neither for HTTP`];
};

const CHECKS: readonly Check[] = [
  folderOfDatabases,
  folderOfMedia,
  downloaderOfDownloads,
  backoffInOrder,
  bothHalvesOfTls,
  portClashes,
];

/** Nothing was given for it. What was given and refused is no second problem. */
function isMissing(resolution: Resolution, key: string): boolean {
  const { value, isSound } = resolution.get(key);
  return value === null && isSound;
}
