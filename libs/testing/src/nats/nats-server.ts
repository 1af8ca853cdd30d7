import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NatsProcess } from './nats-process.js';

export interface NatsServer {
  /** Stays the same over kill and start. */
  readonly url: string;
  /** Where JetStream keeps its files. */
  readonly storeDirectory: string;
  /** SIGKILL: nothing is flushed, clients see the connection break. */
  kill(): Promise<void>;
  /** SIGTERM: the server flushes and ends in order; the store stays. */
  terminate(): Promise<void>;
  /** Again on the same port, with what the store holds. */
  start(): Promise<void>;
  /** Empties the store; the server must be down. */
  wipe(): Promise<void>;
  /** Ends the server in order and removes the store. */
  stop(): Promise<void>;
}

/**
 * A real nats-server with JetStream on a free port of its own. `configuration` is in the syntax of its configuration file,
 * for what has no flag, for example `max_payload: 65536`.
 */
export async function startNats({ configuration = '' }: { configuration?: string } = {}): Promise<NatsServer> {
  const storeDirectory = await mkdtemp(join(tmpdir(), 'pezzottify-nats-'));
  const configurationFile = join(storeDirectory, 'nats.conf');
  await writeFile(configurationFile, configuration);
  const spawn = (port: number): Promise<NatsProcess> => NatsProcess.spawn({ port, storeDirectory, configurationFile });
  let current = await spawn(0);
  const { port } = current;
  return {
    url: `nats://127.0.0.1:${String(port)}`,
    storeDirectory,
    kill: () => current.end('SIGKILL'),
    terminate: () => current.end('SIGTERM'),
    start: async () => {
      if (!current.isRunning) current = await spawn(port);
    },
    wipe: async () => {
      if (current.isRunning) throw new Error('the store of a running nats-server cannot be wiped: kill it first');
      await rm(join(storeDirectory, 'jetstream'), { recursive: true, force: true });
    },
    stop: async () => {
      await current.end('SIGTERM');
      await rm(storeDirectory, { recursive: true, force: true });
    },
  };
}
