import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const sayAfterMs = 60_000;
const stopLimitMs = 45_000;
const longestLogBytes = 16 * 1024 * 1024;
const lookAtLogsEveryMs = 60_000;
const ENDED_WELL = 'exit code 0';

/** Starts programs, watches them, and stops them in the opposite order. */
export class Supervisor {
  #running = [];
  #isStopping = false;

  constructor(screen) {
    this.screen = screen;
    this.onUnexpectedExit = () => undefined;
    const shortenAll = () => this.#running.forEach(({ program }) => shorten(program.logFile));
    setInterval(shortenAll, lookAtLogsEveryMs).unref();
  }

  /** Resolves when the program is ready. */
  async start(program, report) {
    if (this.#isStopping) throw new Error('stopping');
    const entry = { program, ...launch(program) };
    this.#running.push(entry);
    report('starting');
    await this.#untilReady(entry, report);
  }

  async #untilReady(entry, report) {
    const { program, exited } = entry;
    await Promise.race([becomesReady(program, exited, report), endsEarly(entry)]);
    if (this.#isStopping) throw new Error('stopping');
    void exited.then((how) => this.#ended(entry, how));
  }

  /** A service that ends well without being told to stop was asked to begin anew (`POST /v1/admin/reboot`). */
  async #ended(entry, how) {
    if (this.#isStopping) return;
    const { title, logFile } = entry.program;
    if (how !== ENDED_WELL) return void this.onUnexpectedExit(title, how, logFile);
    this.screen.say(`${title} is started again`);
    Object.assign(entry, launch(entry.program));
    try {
      await this.#untilReady(entry, () => undefined);
      this.screen.say(`${title} is ready again`);
    } catch (error) {
      if (!this.#isStopping) this.onUnexpectedExit(title, error.message, logFile);
    }
  }

  async stopAll() {
    this.#isStopping = true;
    for (const { program, child, exited } of this.#running.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      this.screen.say(`stopping ${program.title}`);
      child.kill('SIGTERM');
      const isLate = await Promise.race([exited.then(() => false), wait(stopLimitMs, true, { ref: false })]);
      if (!isLate) continue;
      this.screen.say(`${program.title} did not stop within ${stopLimitMs / 1000} s and is ended now`);
      child.kill('SIGKILL');
    }
  }

  /** For those who do not want to wait: what is not finished is taken up again by the next start. */
  killAll() {
    for (const { child } of this.#running) child.kill('SIGKILL');
  }
}

/**
 * Of a log that has grown long this part and the one before are kept. It is copied and emptied, not renamed: the program goes
 * on writing at the end of this file. Where there is no room for a copy, room matters more.
 */
function shorten(file) {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < longestLogBytes) return;
  try {
    copyFileSync(file, `${file}.1`);
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  }
  truncateSync(file);
}

function launch(program) {
  shorten(program.logFile);
  const log = openSync(program.logFile, 'a');
  const logStart = statSync(program.logFile).size;
  const [command, ...args] = program.command;
  // A group of its own: Ctrl-C reaches this process only, which then stops the others in order.
  const child = spawn(command, args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  const exited = once(child, 'exit').then(
    ([code, signal]) => signal ?? `exit code ${code}`,
    (error) => error.message,
  );
  return { child, exited, logStart };
}

async function endsEarly({ program, exited, logStart }) {
  const how = await exited;
  throw new Error(
    `${program.title} did not start (${how}); its log, ${program.logFile}, ends:\n${lastLines(program.logFile, logStart)}`,
  );
}

/** For as long as it runs: a large library is read, and a large database brought up to date, for an hour. */
async function becomesReady({ logFile, readiness }, exited, report) {
  const heard = new Set();
  let hasEnded = false;
  void exited.then(() => (hasEnded = true));
  let saidAt = performance.now();
  while (!hasEnded) {
    const { isReady, detail } = await readiness();
    if (isReady) return;
    const isNew = detail !== undefined && !heard.has(detail);
    if (isNew) heard.add(detail);
    if (isNew || performance.now() - saidAt > sayAfterMs) {
      saidAt = performance.now();
      report(isNew ? detail : `not ready yet; its log: ${logFile}`);
    }
    await wait(100);
  }
}

const lastLines = (file, start) =>
  readFileSync(file).subarray(start).toString('utf8').trimEnd().split('\n').slice(-5).join('\n');
