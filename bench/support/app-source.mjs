import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import esbuildConfig from '../../tools/esbuild.config.mjs';
import { inRoot } from '../../tools/setup/paths.mjs';

/** What these TypeScript files export, made ready to run: data for measuring is written by the product's own code. */
export async function appSource(name, files) {
  const outdir = inRoot('tmp', 'bench', name);
  await build({
    ...esbuildConfig,
    stdin: {
      contents: files.map((file) => `export * from './${file}';`).join('\n'),
      resolveDir: inRoot(),
      loader: 'ts',
    },
    outdir,
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node24', packages: 'external', logLevel: 'error' },
    alias: await libraries(),
    outExtension: { '.js': '.mjs' },
  });
  return import(pathToFileURL(join(outdir, 'stdin.mjs')).href);
}

async function libraries() {
  const names = await readdir(inRoot('libs'));
  return Object.fromEntries(names.map((name) => [`@pezzottify/${name}`, inRoot('libs', name, 'src/index.ts')]));
}
