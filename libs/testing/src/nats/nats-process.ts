import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Readable, type Writable } from 'node:stream';
import { findNatsServer } from './nats-binary.js';

const START_LIMIT_MS = 20_000;

export interface NatsProcessOptions {
  /** 0 lets the system choose. */
  port: number;
  storeDirectory: string;
  configurationFile: string;
}

/** One run of nats-server with JetStream. */
export class NatsProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /** Resolves when the server says that it is ready, JetStream included. */
  static async spawn({ port, storeDirectory, configurationFile }: NatsProcessOptions): Promise<NatsProcess> {
    const listen = ['--addr', '127.0.0.1', '--port', port === 0 ? '-1' : String(port)];
    const store = ['--jetstream', '--store_dir', storeDirectory, '--config', configurationFile];
    const child = spawn(findNatsServer(), [...listen, ...store], { stdio: ['ignore', 'ignore', 'pipe'] });
    endWithParent(child, storeDirectory);
    return new NatsProcess(child, await readyPort(child));
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }
}

/**
 * A test process that is killed runs no cleanup. The pipe to this shell breaks all the same, and it ends the server and
 * removes its store.
 */
function endWithParent(server: ChildProcess, storeDirectory: string): void {
  if (server.pid === undefined) return;
  const script = 'read -r _; kill -9 "$0"; rm -rf -- "$1"';
  const watch = spawn('sh', ['-c', script, String(server.pid), storeDirectory], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watch.unref();
  (watch.stdin as Writable & { unref(): void }).unref();
  // A later process could have the same number.
  server.once('exit', () => watch.kill('SIGKILL'));
}

async function readyPort(child: ChildProcessByStdio<null, null, Readable>): Promise<number> {
  const lines: string[] = [];
  let port = 0;
  const limit = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
  const failed = Promise.withResolvers<never>();
  child.once('error', failed.reject);
  child.once('exit', (code) =>
    failed.reject(new Error(`nats-server ended (${String(code)}) before it was ready:\n${lines.join('\n')}`)),
  );
  const ready = Promise.withResolvers<number>();
  // Read to the end of its life: a full pipe would stop the server.
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (lines.length < 100) lines.push(line);
    port ||= Number(/Listening for client connections on \S+:(\d+)/.exec(line)?.[1] ?? 0);
    if (line.includes('Server is ready')) ready.resolve(port);
  });
  try {
    return await Promise.race([ready.promise, failed.promise]);
  } finally {
    clearTimeout(limit);
    failed.promise.catch(() => undefined);
  }
}
