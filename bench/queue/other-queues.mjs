import { execFile, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { inRoot } from '../../tools/setup/paths.mjs';
import { end, freePort } from '../support/processes.mjs';

const run = promisify(execFile);
/** Of the measurement only: no product depends on them. */
const PACKAGES = { 'pg-boss': '12.38.0', bullmq: '6.7.0', ioredis: '6.0.0' };
const HOME = inRoot('tmp', 'bench', 'other-queues');

async function load(name) {
  const folder = join(HOME, 'node_modules', name);
  const version = () => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  if (!existsSync(folder) || version() !== PACKAGES[name]) {
    mkdirSync(HOME, { recursive: true });
    const wanted = Object.entries(PACKAGES).map((pair) => pair.join('@'));
    await run('npm', ['install', '--prefix', HOME, '--no-audit', '--no-fund', '--ignore-scripts', ...wanted]);
  }
  return import(pathToFileURL(createRequire(join(HOME, 'x.js')).resolve(name)).href);
}

/** Where Debian has the servers that are in nobody's PATH, too. */
function programIn(name, further = []) {
  const folders = [...process.env.PATH.split(delimiter), ...further];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function postgresFolders() {
  const base = '/usr/lib/postgresql';
  return existsSync(base) ? readdirSync(base).map((version) => join(base, version, 'bin')) : [];
}

/** PostgreSQL refuses to run as root. */
function anotherUser() {
  if (process.getuid() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const [, , uid, gid] = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(uid), gid: Number(gid) };
}

async function startServer(folder, program, args, options = {}) {
  const child = spawn(program, args, { stdio: 'ignore', cwd: folder, ...options });
  const leave = () => child.kill('SIGQUIT');
  process.once('exit', leave);
  return async () => {
    process.removeListener('exit', leave);
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
}

/** pg-boss on PostgreSQL with `fsync` and `synchronous_commit`; null where PostgreSQL is not installed. */
export async function startPgBoss() {
  const initdb = programIn('initdb', postgresFolders());
  const postgres = programIn('postgres', postgresFolders());
  if (!initdb || !postgres) return null;
  const { PgBoss } = await load('pg-boss');
  const folder = mkdtempSync(join(tmpdir(), 'pezzottify-postgres-'));
  const user = anotherUser();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  await run(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'], { cwd: folder, ...user });
  const settings = ['listen_addresses=127.0.0.1', 'fsync=on', 'synchronous_commit=on'].flatMap((one) => ['-c', one]);
  const stop = await startServer(folder, postgres, ['-D', data, '-p', port, '-k', folder, ...settings], user);
  const boss = new PgBoss({ connectionString: `postgres://postgres@127.0.0.1:${port}/postgres`, supervise: false });
  boss.on('error', (error) => console.error(String(error)));
  for (let tries = 0; ; tries += 1) {
    const started = await boss.start().then(
      () => true,
      (error) => tries > 100 && Promise.reject(error),
    );
    if (started) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await boss.createQueue('items');
  const worker = async (limit) => {
    for (let done = 0; ; done += 1) {
      const [job] = done < limit ? await boss.fetch('items', { batchSize: 1 }) : [];
      if (!job) return done;
      await boss.complete('items', job.id, { bytes: 5_000_000 });
    }
  };
  return {
    fill: (count) =>
      boss.insert(
        'items',
        Array.from({ length: count }, (_, at) => ({ data: { content: `t-${at}` } })),
      ),
    drain: (workers, limit) => Promise.all(Array.from({ length: workers }, () => worker(limit))).then(sum),
    stop: async () => {
      await boss.stop({ graceful: false });
      await stop();
    },
  };
}

/** BullMQ on Redis with `appendfsync always`; null where Redis is not installed. */
export async function startBullMq() {
  const redis = programIn('redis-server');
  if (!redis) return null;
  const { Queue, Worker } = await load('bullmq');
  const folder = mkdtempSync(join(tmpdir(), 'pezzottify-redis-'));
  const port = await freePort();
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, ...durable];
  const stop = await startServer(folder, redis, args);
  const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
  const queue = new Queue('items', { connection });
  await queue.waitUntilReady();
  // Its own workers: after each item they take the next with the answer that settles the last, one round trip for both.
  const drain = async (workers, limit) => {
    const total = workers * limit;
    let done = 0;
    const all = Promise.withResolvers();
    const work = () => {
      done += 1;
      if (done >= total) all.resolve();
      return Promise.resolve({ bytes: 5_000_000 });
    };
    const running = Array.from({ length: workers }, () => new Worker('items', work, { connection }));
    await all.promise;
    await Promise.all(running.map((worker) => worker.close()));
    return done;
  };
  return {
    fill: (count) =>
      queue.addBulk(Array.from({ length: count }, (_, at) => ({ name: 'track', data: { content: `t-${at}` } }))),
    drain,
    stop: async () => {
      await queue.close();
      await stop();
    },
  };
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
