import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT_ROOT = resolve(fileURLToPath(new URL('.', import.meta.url)), '../../../..');

/** NATS_SERVER, else the first of PATH, the folder distributions install it to, and where the project keeps its own copy. */
export function findNatsServer(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.NATS_SERVER) return environment.NATS_SERVER;
  const folders = [
    ...(environment.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
    '/usr/sbin',
    join(PROJECT_ROOT, 'tmp/bin'),
    join(PROJECT_ROOT, '.cache'),
    join(PROJECT_ROOT, '.cache/bin'),
  ];
  const found = folders.map((folder) => join(folder, 'nats-server')).find(isExecutable);
  if (found === undefined) throw new Error('nats-server was not found; install it or set NATS_SERVER to its path');
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
