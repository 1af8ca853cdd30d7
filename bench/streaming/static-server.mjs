/** The folder behind @fastify/static, for comparison. Arguments: folder, port. */
import Fastify from 'fastify';
import fastifyStatic from '@fastify/static';

const [root, port] = process.argv.slice(2);
const server = Fastify();
await server.register(fastifyStatic, { root });
await server.listen({ port: Number(port), host: '127.0.0.1' });
