/**
 * What a resolved album costs when nobody asks who wants it: Fastify, the service's own statement, its text. The readers are
 * as many as the service has. Arguments: database, port.
 */
import Fastify from 'fastify';
import sqlite3 from 'sqlite3';
import { appSource } from '../support/app-source.mjs';

const READERS = 3;

const [file, port] = process.argv.slice(2);
const { compactSql, RESOLVED_ALBUM, resolvedAlbumText } = await appSource('statement', [
  'apps/catalog-api/src/storage/catalog/compact-sql.ts',
  'apps/catalog-api/src/storage/catalog/resolved-album.mapper.ts',
]);
const statements = Array.from({ length: READERS }, () =>
  new sqlite3.Database(file, sqlite3.OPEN_READONLY).prepare(compactSql(RESOLVED_ALBUM)),
);
let asked = 0;
const read = (id) =>
  new Promise((resolve, reject) =>
    statements[asked++ % READERS].get(id, (error, row) => (error ? reject(error) : resolve(row))),
  );

const server = Fastify();
server.get('/v1/content/album/:id/resolved', async ({ params }, reply) => {
  const row = await read(params.id);
  if (!row) return reply.code(404).send({ error: 'unknown' });
  return reply.type('application/json; charset=utf-8').send(resolvedAlbumText(row));
});
await server.listen({ port: Number(port), host: '127.0.0.1' });
