import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

const stampFile = inRoot('dist', '.built-from');
const sources = [
  'apps',
  'libs',
  'package.json',
  'package-lock.json',
  'nx.json',
  'tsconfig.base.json',
  '.swcrc',
  'tools/esbuild.config.mjs',
];
const programs = ['catalog-api', 'job-scheduler', 'download-manager', 'library-downloader'];

/** Builds every app; unless forced, not when the sources are those of the last build (name, size and time of each file). */
export async function buildServices({ isForced = false } = {}) {
  const fingerprint = fingerprintOf(sources.map((source) => inRoot(source)));
  if (!isForced && isBuiltFrom(fingerprint)) return;
  // An interrupted build leaves some of dist/ new and some of it old.
  rmSync(stampFile, { force: true });
  await run('nx', ['run-many', '-t', 'build'], { quiet: true });
  writeFileSync(stampFile, fingerprint);
}

function isBuiltFrom(fingerprint) {
  const isThere = programs.every((name) => existsSync(inRoot('dist', 'apps', name, 'main.js')));
  return isThere && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint;
}

function fingerprintOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) addTo(hash, path);
  return hash.digest('hex');
}

function addTo(hash, path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) {
    hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(path).sort()) if (name !== 'node_modules') addTo(hash, join(path, name));
}
