import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@pezzottify/testing';

const ROOT = join(import.meta.dirname, '../../..');
const SHOW = "import('./tools/esbuild.config.mjs').then((m) => console.log(JSON.stringify(m.default.define)))";

/** What the bundler puts into the programs when it runs beside this repository. */
async function builtFrom(repository: string, env: Record<string, string> = {}): Promise<string[]> {
  const git = { GIT_DIR: join(repository, '.git'), GIT_WORK_TREE: repository, GIT_HASH: '', GIT_DIRTY: '' };
  const options = { cwd: ROOT, env: { ...process.env, ...git, ...env } };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', SHOW], options);
  return Object.values(JSON.parse(stdout) as Record<string, string>).map((value) => JSON.parse(value) as string);
}

async function repository(): Promise<{ folder: string; head: string }> {
  const folder = await temporaryDirectory();
  const git = (...args: string[]) => promisify(execFile)('git', ['-C', folder, ...args]);
  await git('init', '--quiet');
  await writeFile(join(folder, 'tracked'), 'as committed');
  await git('add', '.');
  await git('-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '--quiet', '--message=first');
  return { folder, head: (await git('rev-parse', 'HEAD')).stdout.trim() };
}

describe('the build that a program says it is', () => {
  it('is the commit of the repository, marked when a file differs from it', async () => {
    const { folder, head } = await repository();
    expect(await builtFrom(folder)).toEqual([head.slice(0, 12), '']);
    await writeFile(join(folder, 'tracked'), 'changed');
    expect(await builtFrom(folder)).toEqual([head.slice(0, 12), 'true']);
  });

  it('is what it is told where it is told something', async () => {
    const { folder } = await repository();
    expect(await builtFrom(folder, { GIT_HASH: '1a2b3c4', GIT_DIRTY: '1' })).toEqual(['1a2b3c4', '1']);
  });

  it('is unknown without a repository', async () => {
    expect(await builtFrom(await temporaryDirectory())).toEqual(['', '']);
  });
});
