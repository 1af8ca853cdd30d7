/**
 * What a read costs at least: Fastify, one prepared statement by primary key, one row as JSON. Arguments: database, port.
 */
import Fastify from 'fastify';
import sqlite3 from 'sqlite3';

const [file, port] = process.argv.slice(2);
const database = new sqlite3.Database(file, sqlite3.OPEN_READONLY);
const statement = database.prepare('SELECT id, name, album_type, release_date FROM albums WHERE id = ?');
const read = (id) =>
  new Promise((resolve, reject) => statement.get(id, (error, row) => (error ? reject(error) : resolve(row))));

const server = Fastify();
server.get('/v1/content/album/:id/resolved', async ({ params }, reply) => {
  const row = await read(params.id);
  return row ?? reply.code(404).send({ error: 'unknown' });
});
await server.listen({ port: Number(port), host: '127.0.0.1' });
