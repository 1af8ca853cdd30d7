import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterTestFile, eventually } from '@pezzottify/testing';
import { type HostNews } from './host-program.js';

let program: Promise<string> | undefined;

/** A job host in a process of its own, which can be killed and frozen. */
export class HostProcess {
  readonly news: HostNews[] = [];
  private printed = '';

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (news: HostNews) => this.news.push(news));
    child.stdout?.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
    afterTestFile(() => this.kill());
  }

  static async start(url: string, limitMs: number, ...jobIds: string[]): Promise<HostProcess> {
    program ??= bundle();
    const args = [url, String(limitMs), ...jobIds];
    const options = { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] as ('ignore' | 'pipe' | 'inherit' | 'ipc')[] };
    const host = new HostProcess(fork(await program, args, { ...options, execArgv: [] }));
    await host.heard('ready');
    return host;
  }

  /** What it has logged. */
  get log(): string {
    return this.printed;
  }

  heard(kind: HostNews['kind'], jobId?: string): Promise<HostNews> {
    return eventually(() => {
      const news = this.news.find((one) => one.kind === kind && (!jobId || ('jobId' in one && one.jobId === jobId)));
      return news ?? Promise.reject(new Error(`the host has not said ${kind} ${jobId ?? ''}`));
    });
  }

  endRuns(): void {
    this.child.send({ kind: 'end' });
  }

  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void {
    this.child.kill(name);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await this.exited();
  }

  /** Resolves with its exit code. */
  async exited(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }
}

/** Node runs no TypeScript with our import style; beside the packages, so that it finds them. */
async function bundle(): Promise<string> {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  const folder = join(root, 'tmp', `host-program-${process.pid}`);
  afterTestFile(() => rm(folder, { recursive: true, force: true }));
  const esbuild = createRequire(import.meta.url).resolve('esbuild/bin/esbuild');
  const target = join(folder, 'host.mjs');
  const libs = readdirSync(join(root, 'libs')).map(
    (name) => `--alias:@pezzottify/${name}=${root}libs/${name}/src/index.ts`,
  );
  const source = fileURLToPath(new URL('host-program.ts', import.meta.url));
  const format = ['--bundle', '--platform=node', '--format=esm', '--packages=external', `--outfile=${target}`];
  await promisify(execFile)(esbuild, [source, ...format, ...libs]);
  return target;
}
