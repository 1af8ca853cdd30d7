import { createLogger } from '@pezzottify/observability';
import { systemClock } from '@pezzottify/service-runner';
import app from '../package.json' with { type: 'json' };
import { indexFileFor, readCommandLine } from './command-line.js';
import { libraryRoot, startLibraryDownloader, type RunningDownloader } from './start-library-downloader.js';

const logger = createLogger({ service: 'library-downloader' });

async function stopThenExit(running: RunningDownloader): Promise<never> {
  try {
    await running.stop();
    logger.info('stopped');
    process.exit(0);
  } catch (error) {
    logger.error({ err: error }, 'stopping failed');
    process.exit(1);
  }
}

/** The second signal is for people who do not want to wait. */
function stopOnSignals(running: RunningDownloader): void {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.info({ signal }, 'stopping');
    void stopThenExit(running);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

async function main(): Promise<void> {
  const invocation = readCommandLine(process.argv.slice(2), app.version);
  if (invocation.kind === 'print') {
    (invocation.exitCode === 0 ? process.stdout : process.stderr).write(invocation.text);
    process.exitCode = invocation.exitCode;
    return;
  }
  const { indexFile, ...options } = invocation.settings;
  const library = await libraryRoot(options.library);
  const settings = { ...options, library, indexFile: indexFile ?? indexFileFor(library) };
  const running = await startLibraryDownloader(settings, { clock: systemClock, logger, version: app.version });
  stopOnSignals(running);
  logger.info(
    { host: settings.host, port: running.port, library, index: settings.indexFile, pid: process.pid },
    'ready',
  );
}

try {
  await main();
} catch (error) {
  process.stderr.write(`library-downloader: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
