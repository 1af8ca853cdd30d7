import { type Config, type LiveConfig, type ProgramName } from '@pezzottify/config';
import { createLogger, type Logger, redact } from '@pezzottify/observability';
import { BUILD_HASH, VERSION } from './build.js';
import { type Clock, systemClock } from './clock.js';
import { readCommandLine } from './command-line.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { describeLeftovers } from './leftovers.js';
import { Reload } from './reload.js';
import { Shutdown } from './shutdown.js';
import { describeStartFailure } from './start-failure.js';
import { keepHeapSmall } from './small-heap.js';

export interface ServiceContext {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly version: string;
  readonly buildHash: string;
  /** Ends the service in order, as a signal does; at once when it has started. */
  requestStop(reason: string): void;
}

export interface RunningService {
  /** Stops accepting, finishes what runs, frees everything. The process exits afterwards. */
  stop(reason: string): Promise<void>;
  /**
   * Called when the configuration was read again (SIGHUP) and is in order. Live settings have changed by then; this is for
   * what nobody reads at use: the contents of certificates, or a wait that was begun with an old value.
   */
  reload?(): void;
  /** Added to the "ready" line, for example the ports that were free. */
  readonly ready?: Readonly<Record<string, unknown>>;
}

export interface ServiceOptions {
  readonly service: ProgramName;
  /** Had better import what it starts by itself: command line and configuration are then judged before that is loaded. */
  /** `config` and its tables stay the same objects; live settings change in them, so they are to be read at each use. */
  readonly start: (config: Config, context: ServiceContext) => Promise<RunningService>;
  /** How long `stop` may take; 30 s. */
  readonly stopLimitMs?: number;
}

const STOP_LIMIT_MS = 30_000;

/**
 * The whole life of a service process: command line, configuration, start, signals, stop, exit code. It ends the
 * process; what it returns is settled as soon as the service has started.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  keepHeapSmall();
  const invocation = readCommandLine(options.service, process.argv.slice(2));
  if (invocation.kind === 'print') printAndExit(invocation);
  else await runConfigured(options, invocation.configuration);
}

async function runConfigured(
  { service, start, stopLimitMs }: ServiceOptions,
  configuration: LiveConfig,
): Promise<void> {
  const { config } = configuration;
  const logger = createLogger({ service });
  const limitMs = stopLimitMs ?? STOP_LIMIT_MS;
  const shutdown = new Shutdown({ logger, limitMs, exit, leftovers: describeLeftovers });
  exitOnAccidents(logger);
  const reload = new Reload(configuration, logger);
  process.on('SIGHUP', () => reload.run());
  stopOnSignals(logger, shutdown);
  logger.info({ version: VERSION, build: BUILD_HASH, role: config.role }, 'starting');
  try {
    const running = await start(config, contextOf(logger, shutdown));
    reload.serviceStarted(running);
    if (!shutdown.isRequested) logReady(running, config, logger);
    shutdown.serviceStarted((reason) => running.stop(reason));
  } catch (error) {
    failStart(error, config, logger);
  }
}

function logReady({ ready }: RunningService, { role }: Config, logger: Logger): void {
  logger.info({ version: VERSION, build: BUILD_HASH, role, pid: process.pid, ...ready }, 'ready');
}

function contextOf(logger: Logger, shutdown: Shutdown): ServiceContext {
  return {
    logger,
    clock: systemClock,
    version: VERSION,
    buildHash: BUILD_HASH,
    requestStop: (reason) => shutdown.request(reason),
  };
}

/** A promise nobody waits for means a state nobody knows; a supervisor starts a fresh process. */
function exitOnAccidents(logger: Logger): void {
  process.on('uncaughtException', (error, origin) => {
    try {
      logger.fatal({ err: error }, origin === 'unhandledRejection' ? 'unhandled rejection' : 'uncaught exception');
    } finally {
      exit(EXIT.failed);
    }
  });
}

/** The second signal is for people who do not want to wait. */
function stopOnSignals(logger: Logger, shutdown: Shutdown): void {
  let signals = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    signals += 1;
    if (signals === 1) {
      shutdown.request(signal);
    } else {
      logger.warn({ signal }, 'second signal: exiting without stopping in order');
      exit(EXIT.failed);
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

function failStart(error: unknown, config: Config, logger: Logger): void {
  logger.fatal({ err: error }, 'cannot start');
  process.stderr.write(`${config.service}: cannot start: ${redact(describeStartFailure(error, config))}\n`);
  exit(EXIT.failed);
}

function printAndExit({ text, exitCode }: { text: string; exitCode: ExitCode }): void {
  const stream = exitCode === EXIT.stopped ? process.stdout : process.stderr;
  stream.write(text, () => exit(exitCode));
}

function exit(code: ExitCode): void {
  process.exit(code);
}
