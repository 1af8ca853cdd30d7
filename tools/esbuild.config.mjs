import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { transform } from '@swc/core';

/**
 * esbuild drops the constructor types that Nest's injection and class-validator read at run time (it does not emit
 * decorator metadata), so SWC translates each TypeScript file first and esbuild only bundles.
 */
const swc = {
  name: 'swc',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const { code } = await transform(source, { filename: path, configFile: '.swcrc', sourceMaps: 'inline' });
      return { contents: code, loader: 'js' };
    });
  },
};

/**
 * The commit that is built, and whether the tree differs from it. Builds without a repository (containers) are given both;
 * without either the programs call themselves `dev`.
 */
function commit() {
  const { GIT_HASH: hash, GIT_DIRTY: dirty = '' } = process.env;
  if (hash) return { hash, dirty };
  try {
    const [, name, mark] = /^(\w+)(-dirty)?$/.exec(describedByGit()) ?? [];
    return { hash: name ?? '', dirty: mark ? 'true' : '' };
  } catch {
    return { hash: '', dirty: '' };
  }
}

function describedByGit() {
  const root = dirname(import.meta.dirname);
  // Only the repository of this folder, not one that it happens to lie in; and building must not write to it.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(root), GIT_OPTIONAL_LOCKS: '0' };
  const args = ['describe', '--always', '--dirty', '--exclude=*', '--abbrev=12'];
  return execFileSync('git', args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

const { hash, dirty } = commit();

export default {
  plugins: [swc],
  keepNames: true,
  // What is imported on demand stays in files of its own.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  define: {
    'process.env.PEZZOTTIFY_BUILD_HASH': JSON.stringify(hash),
    'process.env.PEZZOTTIFY_BUILD_DIRTY': JSON.stringify(dirty),
  },
};
