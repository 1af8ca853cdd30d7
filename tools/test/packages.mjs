/**
 * Third-party packages as the tests load them: each in one file instead of hundreds. Jest evaluates every module again for
 * each test file, and finding and reading the many small files of the frameworks took a third of the time. The code is the
 * packages' own, at the locked versions; what they share stays shared.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { inRoot } from '../setup/paths.mjs';

/** What the workspace imports of them. They may share modules, and a class must not exist twice. */
const SPECIFIERS = [
  '@fastify/http-proxy',
  '@fastify/reply-from',
  '@fastify/static',
  '@fastify/websocket',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-fastify',
  '@nestjs/platform-fastify/constants.js',
  '@nestjs/schedule',
  '@nestjs/swagger',
  'class-transformer',
  'class-validator',
  'fastify',
  'nats',
  'prom-client',
  'typebox',
  'typebox/compile',
  'typeorm',
];

/** Native, or looking for files beside themselves, or one for everybody. */
const STAY = /^(?:sqlite3|pino|thread-stream|reflect-metadata|typescript)(?:$|\/)/;

const fileOf = (specifier) => specifier.replace(/\.js$/, '').replaceAll(/\W+/g, '_');

/** A folder per set of versions: the bundles of another lock file are never taken for those of this one. */
function bundleFolder() {
  const key = createHash('sha256');
  for (const file of [inRoot('package-lock.json'), import.meta.filename]) key.update(readFileSync(file));
  return inRoot('tmp', 'test-packages', key.digest('hex').slice(0, 16));
}

const AROUND_COMMONJS = [
  `import { createRequire as requireOf } from 'node:module';`,
  `const require = requireOf(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`,
].join(' ');

/** Makes the bundles where they are missing and returns what leads jest to them. */
export async function testPackages() {
  const folder = bundleFolder();
  if (!existsSync(folder)) await bundle(folder);
  return Object.fromEntries(
    SPECIFIERS.map((specifier) => [`^${specifier.replaceAll('.', '\\.')}$`, `${folder}/${fileOf(specifier)}.mjs`]),
  );
}

async function bundle(folder) {
  const work = `${folder}-${process.pid}`;
  await build({
    entryPoints: Object.fromEntries(SPECIFIERS.map((specifier) => [fileOf(specifier), `entry:${specifier}`])),
    outdir: work,
    outExtension: { '.js': '.mjs' },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node24', logLevel: 'error' },
    minifyWhitespace: true,
    // What CommonJS modules find around them.
    banner: { js: AROUND_COMMONJS },
    keepNames: true,
    plugins: [entries, packagesInside],
  });
  // Another process may have been faster: both have the same content.
  if (existsSync(folder)) rmSync(work, { recursive: true });
  else renameSync(work, folder);
}

/** Names are listed one by one, because a CommonJS package does not tell them to a module that imports all of it. */
const entries = {
  name: 'entries',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^entry:/ }, ({ path }) => ({ path: path.slice('entry:'.length), namespace: 'entry' }));
    onLoad({ filter: /.*/, namespace: 'entry' }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter(
        (name) => /^[\w$]+$/.test(name) && name !== 'module.exports',
      );
      return { contents: `export { ${names.join(', ')} } from '${path}';`, resolveDir: inRoot() };
    });
  },
};

/** Optional peers that are not installed stay what they are: a failure when somebody asks for them. */
const packagesInside = {
  name: 'packages inside',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[@\w]/ }, async ({ path, kind, importer, resolveDir, namespace, pluginData }) => {
      if (kind === 'entry-point' || pluginData === packagesInside) return undefined;
      if (STAY.test(path)) return { path, external: true };
      const found = await resolve(path, { kind, importer, resolveDir, namespace, pluginData: packagesInside });
      return found.errors.length > 0 ? { path, external: true } : found;
    });
  },
};
