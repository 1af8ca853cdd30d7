import { access, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@pezzottify/testing';
import { type Household } from '../../household/household.js';

const TWO_DAYS_S = 2 * 24 * 3600;

/** Temporary files that killed workers left behind must go when they are a day old and a worker starts. */
export async function leftoverProblems(household: Household, files: ReadonlyMap<string, string>): Promise<string[]> {
  const parts = [...files.keys()].filter((path) => path.includes('.part-'));
  if (parts.length === 0) return [];
  const paths = parts.map((path) => join(household.folders.media, path));
  const longAgo = Date.now() / 1000 - TWO_DAYS_S;
  for (const path of paths) await utimes(path, longAgo, longAgo);
  await household.addWorker();
  const left = await eventually(() => allGone(paths), { timeoutMs: 10_000 }).catch(String);
  return typeof left === 'string' ? [left] : [];
}

async function allGone(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) throw new Error(`${path} stays for ever`);
  }
}
