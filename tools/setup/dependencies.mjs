import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { inRoot, pinnedNode, pinnedNodeHeaders, toolEnvironment } from './paths.mjs';
import { run } from './run.mjs';

const stampFile = inRoot('node_modules', '.pezzottify-installed');
const driverFile = inRoot('node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');

function isInstalled() {
  const isComplete = [stampFile, driverFile, pinnedNode].every((file) => existsSync(file));
  return isComplete && readFileSync(stampFile, 'utf8') === lockHash();
}

/**
 * Installs what package-lock.json says, unless that is what is there already. Install scripts are run by name, one after
 * another, because their order matters: first the pinned Node with its headers, then the database driver against them.
 */
export async function ensureDependencies(report) {
  if (isInstalled()) return;
  // Interrupted from here on, it begins anew next time, whichever lock file is there then.
  rmSync(stampFile, { force: true });
  report('installing packages');
  // Not `npm ci`: it refuses a lock file that does not list the optional builds for every other platform.
  await run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    quiet: true,
  });
  report('fetching the pinned Node');
  await run(process.execPath, ['installArchSpecificPackage.js'], { cwd: inRoot('node_modules', 'node'), quiet: true });
  report('building the SQLite driver (one to three minutes, once)');
  await run('npm', ['rebuild', 'sqlite3', '--loglevel=error'], { env: driverEnvironment(), quiet: true });
  if (!existsSync(driverFile)) {
    throw new Error(
      'the SQLite driver was not built; it needs python3, make and a C++ compiler (Debian: build-essential)',
    );
  }
  writeFileSync(stampFile, lockHash());
}

function driverEnvironment() {
  const headers = existsSync(`${pinnedNodeHeaders}/include/node/node_api.h`)
    ? { npm_config_nodedir: pinnedNodeHeaders }
    : {};
  return toolEnvironment({ MAKEFLAGS: `-j${availableParallelism()}`, ...headers });
}
