import { type RequestOf } from '@pezzottify/contracts';
import { pause } from './pause.js';
import { type RunStart, type RunSurroundings } from './run-surroundings.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/** Tells the scheduler how a run ended, again and again until it has it or `giveUp` aborts. */
export async function reportFinish(
  { scheduler, logger }: Pick<RunSurroundings, 'scheduler' | 'logger'>,
  { run_id, lease_token, job_id }: Pick<RunStart, 'run_id' | 'lease_token' | 'job_id'>,
  end: Omit<RequestOf<'jobs.finish-run'>, 'run_id' | 'lease_token'>,
  giveUp: AbortSignal,
): Promise<void> {
  const { kind } = end.outcome;
  for (let pauseMs = FIRST_PAUSE_MS; !giveUp.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      const reply = await scheduler.finish({ run_id, lease_token, ...end });
      if (reply.kind === 'stale')
        logger.warn({ run_id, job_id, outcome: kind }, 'the scheduler had ended this run already');
      return;
    } catch (error) {
      logger.debug({ err: error, run_id }, 'the scheduler could not be told yet');
    }
    await pause(pauseMs, giveUp);
  }
  logger.warn({ run_id, job_id, outcome: kind }, 'stopped before the scheduler could be told of the end of this run');
}
