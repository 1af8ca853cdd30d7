import { Injectable } from '@nestjs/common';
import { type JobDeclaration } from '@pezzottify/contracts';
import { type Job, type JobContext } from '@pezzottify/job-host';
import Type, { type Static } from 'typebox';
import { ScanMedia } from '../../watchdog/scan/scan-media.usecase.js';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;
/** How long a run may read files: a large library takes several days, and the disk is there for listeners, too. */
const VERIFY_MS = 30 * MINUTE_SECONDS * 1000;

const PARAMETERS = Type.Object({ dry_run: Type.Optional(Type.Boolean()) });
type Parameters = Static<typeof PARAMETERS>;

/** Looks after the files below the media root (PROVIDER.md, section 10). */
@Injectable()
export class IntegrityWatchdogJob implements Job<Parameters> {
  readonly parameters = PARAMETERS;
  readonly declaration: Omit<JobDeclaration, 'parameters'> = {
    id: 'integrity_watchdog',
    name: 'Integrity watchdog',
    description: 'Finds audio and images that are missing or damaged, and has them fetched again',
    schedule: { interval_seconds: 24 * HOUR_SECONDS, hooks: ['OnStartup'] },
    shutdown: 'cancellable',
    timeout_seconds: 6 * HOUR_SECONDS,
    missed_runs: 'once',
  };

  constructor(private readonly scan: ScanMedia) {}

  run(context: JobContext<Parameters>): Promise<string> {
    const { signal, isForced, parameters } = context;
    return this.scan.execute({
      signal,
      progress: (fraction, text) => context.progress(fraction, text),
      isForced,
      isDryRun: parameters.dry_run ?? false,
      verifyForMs: VERIFY_MS,
    });
  }
}
