import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { eventually } from '../eventually.js';

export interface ServiceOptions {
  /** How the process is called in error messages. */
  name: string;
  /** The program and its arguments, run by the Node that runs the test. */
  args: readonly string[];
  /** Answers 2xx once the service is ready. */
  readyUrl: string;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

const READY_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;
const KEPT_LINES = 2_000;

/** A service as it runs in production, under the test's control: killed, frozen, stopped in order, started again. */
export class ServiceProcess {
  private child: ChildProcess | undefined;
  private lines: string[] = [];

  constructor(private readonly options: ServiceOptions) {}

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  /** What ended its last run without an exit code of its own; null when nothing did. */
  get endedBy(): NodeJS.Signals | null {
    return this.child?.signalCode ?? null;
  }

  /** The last lines it printed, all its runs together. */
  get output(): string {
    return this.lines.join('\n');
  }

  /** Resolves when the service says that it is ready; fails with its last lines when it ends before. */
  async start(): Promise<this> {
    await this.launch();
    return this.ready();
  }

  /** Resolves when the service, launched before, says that it is ready. */
  async ready(): Promise<this> {
    await eventually(() => this.assertReady(), { timeoutMs: READY_LIMIT_MS });
    return this;
  }

  /** Starts without waiting: for a service whose peers are away. */
  async launch(): Promise<void> {
    const { name, args, env, cwd } = this.options;
    const child = spawn(process.execPath, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.child = child;
    const keep = (chunk: Buffer) => {
      this.lines = [...this.lines, ...chunk.toString('utf8').split('\n').filter(Boolean)].slice(-KEPT_LINES);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const takeAlong = () => child.kill('SIGKILL');
    process.once('exit', takeAlong);
    child.once('exit', () => process.off('exit', takeAlong));
    await once(child, 'spawn').catch((cause: unknown) => {
      throw new Error(`${name} cannot be started`, { cause });
    });
  }

  /** SIGKILL: nothing is flushed or handed back. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** SIGTERM; resolves with the exit code. */
  async stop(): Promise<number | null> {
    await this.end('SIGTERM');
    return this.child?.exitCode ?? null;
  }

  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Resident memory now, in bytes (Linux). */
  async residentBytes(): Promise<number> {
    const status = await readFile(`/proc/${String(this.pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
  }

  private async assertReady(): Promise<void> {
    if (!this.isRunning) throw new Error(`${this.options.name} ended before it was ready:\n${this.output}`);
    const answer = await fetch(this.options.readyUrl, { signal: AbortSignal.timeout(2_000) });
    if (!answer.ok) throw new Error(`${this.options.name} is not ready: ${await answer.text()}`);
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || !this.isRunning) return;
    const exited = once(child, 'exit');
    // A frozen process cannot act on a signal.
    child.kill('SIGCONT');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await exited;
    clearTimeout(late);
  }
}

/** Starts a built service and resolves when it is ready. */
export const spawnService = (options: ServiceOptions): Promise<ServiceProcess> => new ServiceProcess(options).start();
