import { realpath, stat } from 'node:fs/promises';
import { basename, join, normalize, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { publicRoute } from '@pezzottify/access';
import { describedRoute, text } from '@pezzottify/http-edge';
import { type FastifyInstance } from 'fastify';

const INDEX = 'index.html';

/**
 * The web client's files. Every other path outside `/v1` and `/health` is one of the client's own routes and gets its
 * index.html; files whose name starts with a dot are not there.
 */
export async function registerFrontend(fastify: FastifyInstance, folder: string): Promise<void> {
  await fastify.register(async (scope) => {
    await scope.register(fastifyStatic, { root: folder, serve: false, dotfiles: 'ignore', cacheControl: false });
    scope.get('/*', { config: { ...publicRoute(), ...DESCRIPTION } }, async (request, reply) => {
      const file = await fileFor(folder, (request.params as { '*': string })['*']);
      void reply.header('cache-control', basename(file) === INDEX ? 'no-cache' : 'public, max-age=3600');
      return reply.sendFile(file);
    });
  });
}

const DESCRIPTION = describedRoute(
  {
    operationId: 'frontend',
    tags: ['service'],
    summary: 'A file of the web client; its index.html for every path that is none',
    parameters: [{ name: 'path', in: 'path', required: true, schema: text, description: 'May hold slashes' }],
    responses: {
      200: { description: 'The file', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } },
      206: { description: 'A range of the file', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } },
      304: { description: 'The file is the one the client has' },
    },
  },
  'PRECONDITION_FAILED',
  'RANGE_NOT_SATISFIABLE',
);

/** The file of a decoded path, relative to the folder: itself, a directory's index.html, or the one of the client. */
async function fileFor(folder: string, path: string): Promise<string> {
  // Normalised from a leading slash no `..` can climb above the folder.
  const inside = normalize(`/${path}`).slice(1);
  if (inside.includes('\0') || inside.split('/').some((name) => name.startsWith('.'))) return INDEX;
  for (const candidate of [inside, join(inside, INDEX)]) if (await isFileIn(folder, candidate)) return candidate;
  return INDEX;
}

/** Symbolic links may lead anywhere within the folder, and nowhere else. */
async function isFileIn(folder: string, name: string): Promise<boolean> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, name))]);
    return file.startsWith(root.endsWith(sep) ? root : root + sep) && (await stat(file)).isFile();
  } catch {
    return false;
  }
}
