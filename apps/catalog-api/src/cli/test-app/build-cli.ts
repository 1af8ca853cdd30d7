import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterTestFile } from '@pezzottify/testing';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';

const WORKSPACE = join(import.meta.dirname, '../../../../..');

/** Packages come from node_modules; the libs of the workspace are TypeScript, which node does not run. */
const keepPackagesOutside: Plugin = {
  name: 'keep-packages-outside',
  setup: (builder) =>
    builder.onResolve({ filter: /^[^./]/ }, ({ path }) =>
      path.startsWith('@pezzottify/') ? null : { path, external: true },
    ),
};

export interface BuiltCli {
  readonly program: string;
  readonly metafile: Metafile;
}

/** cli-auth bundled as for production, from the sources as they are now. */
export async function buildCli(): Promise<BuiltCli> {
  const configuration = pathToFileURL(join(WORKSPACE, 'tools', 'esbuild.config.mjs')).href;
  const { default: options } = (await import(configuration)) as { default: BuildOptions };
  // In the workspace, to find the packages it needs.
  const outdir = join(WORKSPACE, 'tmp', 'cli-auth', String(process.pid));
  afterTestFile(() => rm(outdir, { recursive: true, force: true }));
  const { metafile } = await build({
    ...options,
    entryPoints: [join(WORKSPACE, 'apps/catalog-api/src/cli-auth.ts')],
    ...{ outdir, bundle: true, platform: 'node', format: 'esm', target: 'node24', metafile: true, logLevel: 'error' },
    plugins: [...(options.plugins ?? []), keepPackagesOutside],
    tsconfig: join(WORKSPACE, 'tsconfig.json'),
  });
  return { program: join(outdir, 'cli-auth.js'), metafile };
}
