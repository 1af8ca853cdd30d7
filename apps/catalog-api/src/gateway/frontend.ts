import { stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import fastifyStatic from '@fastify/static';
import { publicRoute } from '@pezzottify/access';
import { type FastifyInstance } from 'fastify';

const INDEX = 'index.html';

/**
 * The web client's files. Every other path outside `/v1` and `/health` is one of the client's own routes and gets its
 * index.html; files whose name starts with a dot are not there.
 */
export async function registerFrontend(fastify: FastifyInstance, folder: string): Promise<void> {
  await fastify.register(async (scope) => {
    await scope.register(fastifyStatic, { root: folder, serve: false, dotfiles: 'ignore', cacheControl: false });
    scope.get('/*', { config: publicRoute() }, async (request, reply) => {
      const file = await fileFor(folder, (request.params as { '*': string })['*']);
      void reply.header('cache-control', file.endsWith('.html') ? 'no-cache' : 'public, max-age=3600');
      return reply.sendFile(file);
    });
  });
}

/** The file of a decoded path, relative to the folder: itself, a directory's index.html, or the one of the client. */
async function fileFor(folder: string, path: string): Promise<string> {
  // Normalised from a leading slash no `..` can climb above the folder.
  const inside = normalize(`/${path}`).slice(1);
  if (inside.includes('\0') || inside.split('/').some((name) => name.startsWith('.'))) return INDEX;
  for (const candidate of [inside, join(inside, INDEX)]) {
    const found = await stat(join(folder, candidate)).catch(() => undefined);
    if (found?.isFile()) return candidate;
  }
  return INDEX;
}
