import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { OutboxRelay } from '@pezzottify/messaging';
import { LateProgress } from './audit/late-progress.js';
import { type OwnerParts } from './owner-parts.js';
import { QueueUpkeep } from './queue/upkeep/queue-upkeep.js';
import { StaleWatch } from './queue/upkeep/stale-watch.js';
import { startWorker } from './worker/start-worker.js';

interface Engine {
  stop(): void | Promise<void>;
  /** Settings may have changed: ends the waits that were begun with the old ones. */
  lookAgain(): void;
}

/** Everything that runs on its own beside the answers to requests: nothing while the download manager is off. */
export async function startEngine(parts: OwnerParts, app: NestFastifyApplication): Promise<Engine> {
  const { bus, database, context } = parts;
  if (!database) return { stop: () => undefined, lookAgain: () => undefined };
  const relay = new OutboxRelay({ database, bus, logger: context.logger });
  const upkeep = app.get(QueueUpkeep);
  const staleWatch = app.get(StaleWatch);
  const lateProgress = app.get(LateProgress);
  for (const part of [relay, upkeep, staleWatch, lateProgress]) part.start();
  const worker = await startOwnWorker(parts);
  return {
    lookAgain: () => {
      upkeep.lookAgain();
      worker?.lookAgain();
    },
    stop: async () => {
      // The worker hands its items back through this very process: it must be the first to go.
      await worker?.stop();
      staleWatch.stop();
      await upkeep.stop();
      await lateProgress.stop();
      await relay.stop();
    },
  };
}

async function startOwnWorker({ config, context, bus, provider }: OwnerParts): Promise<Engine | null> {
  if (config.role !== 'all' || !provider) return null;
  const { logger, clock, version } = context;
  return startWorker({ bus, provider, config, logger, clock, version });
}
