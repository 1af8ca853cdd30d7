import { readFile } from 'node:fs/promises';
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

export default {
  plugins: [swc],
  keepNames: true,
  // What is imported on demand stays in files of its own.
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  define: {
    'process.env.PEZZOTTIFY_BUILD_HASH': JSON.stringify(process.env.GIT_HASH ?? ''),
    'process.env.PEZZOTTIFY_BUILD_DIRTY': JSON.stringify(process.env.GIT_DIRTY ?? ''),
  },
};
