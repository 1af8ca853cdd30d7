import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type FaultRule } from './faults.js';
import { type FaultyProviderOptions, type ProviderRequest } from './faulty-provider.js';
import { type ProviderCall } from './provider-process.js';

/** A faulty provider in a process of its own: it can be killed, and its work does not slow the test down. */
export interface SpawnedProvider {
  readonly url: string;
  readonly pid: number;
  fail(rule: FaultRule): Promise<void>;
  heal(): Promise<void>;
  requests(path?: string): Promise<ProviderRequest[]>;
  sha256(id: string): Promise<string>;
  stop(): Promise<void>;
}

type Unnumbered<Call> = Call extends { id: number } ? Omit<Call, 'id'> : never;

export async function spawnFaultyProvider(options: FaultyProviderOptions = {}): Promise<SpawnedProvider> {
  const folder = await mkdtemp(join(tmpdir(), 'faulty-provider-'));
  const child = fork(await bundle(folder), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
  const ask = askerOf(child);
  const samplesFolder = fileURLToPath(new URL('samples', import.meta.url));
  const url = (await ask({ call: 'start', argument: { samplesFolder, ...options } })) as string;
  return {
    url,
    pid: child.pid ?? 0,
    fail: async (rule) => {
      await ask({ call: 'fail', argument: rule });
    },
    heal: async () => {
      await ask({ call: 'heal' });
    },
    requests: async (path) => (await ask({ call: 'requests', argument: path ?? null })) as ProviderRequest[],
    sha256: async (id) => (await ask({ call: 'sha256', argument: id })) as string,
    stop: () => stop(child, folder),
  };
}

/** Node runs no TypeScript with our import style, so the program is put into one file first. */
async function bundle(folder: string): Promise<string> {
  const esbuild = createRequire(import.meta.url).resolve('esbuild/bin/esbuild');
  const source = fileURLToPath(new URL('provider-process.ts', import.meta.url));
  const target = join(folder, 'provider.mjs');
  await promisify(execFile)(esbuild, [source, '--bundle', '--platform=node', '--format=esm', `--outfile=${target}`]);
  return target;
}

function askerOf(child: ChildProcess): (call: Unnumbered<ProviderCall>) => Promise<unknown> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let count = 0;
  child.on('message', ({ id, result, error }: { id: number; result?: unknown; error?: string }) => {
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the provider process has ended'));
  });
  return (call) => {
    const reply = Promise.withResolvers<unknown>();
    waiting.set(++count, reply);
    child.send({ ...call, id: count });
    return reply.promise;
  };
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  }
  await rm(folder, { recursive: true, force: true });
}
