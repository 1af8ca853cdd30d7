import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const readyLimitMs = 60_000;
const stopLimitMs = 45_000;

/** Starts the programs one after another, watches them, and stops them in the opposite order. */
export class Supervisor {
  #running = [];
  #isStopping = false;

  constructor(screen) {
    this.screen = screen;
    this.onUnexpectedExit = () => undefined;
  }

  async start(program, report) {
    if (this.#isStopping) throw new Error('stopping');
    const log = openSync(program.logFile, 'a');
    const [command, ...args] = program.command;
    // A group of its own: Ctrl-C reaches this process only, which then stops the others in order.
    const child = spawn(command, args, { stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    const entry = { program, child, exited: once(child, 'exit') };
    this.#running.push(entry);
    report?.('starting');
    await Promise.race([this.#becomesReady(program), this.#endsEarly(entry)]);
    void entry.exited.then(([code, signal]) => {
      if (!this.#isStopping) this.onUnexpectedExit(program.title, signal ?? `exit code ${code}`, program.logFile);
    });
  }

  async #endsEarly({ program, exited }) {
    const [code, signal] = await exited;
    this.#running = this.#running.filter((entry) => entry.exited !== exited);
    throw new Error(
      `${program.title} did not start (${signal ?? `exit code ${code}`}):\n${lastLines(program.logFile)}`,
    );
  }

  async #becomesReady(program) {
    const until = Date.now() + readyLimitMs;
    while (Date.now() < until) {
      if (program.readyUrl ? await answersOk(program.readyUrl) : await accepts(program.readyPort)) return;
      await wait(100);
    }
    throw new Error(`${program.title} was not ready after ${readyLimitMs / 1000} s; its log: ${program.logFile}`);
  }

  /** Resident memory of each program, in MB (Linux). */
  residentMegabytes() {
    return this.#running.map(({ program, child }) => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return [program.name, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024];
    });
  }

  async stopAll() {
    this.#isStopping = true;
    for (const { program, child, exited } of this.#running.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      this.screen.say(`stopping ${program.title}`);
      child.kill('SIGTERM');
      const isLate = await Promise.race([exited.then(() => false), wait(stopLimitMs, true, { ref: false })]);
      if (!isLate) continue;
      this.screen.say(`${program.title} did not stop within ${stopLimitMs / 1000} s and is ended now`);
      child.kill('SIGKILL');
    }
  }
}

const answersOk = (url) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );

const accepts = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(socket.destroy() && true));
    socket.once('error', () => resolve(false));
  });

const lastLines = (file) => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
